using UnityEditor;
using UnityEngine;

namespace UnityKernel
{
    /// <summary>The window <c>Window > Unity Kernel</c>: the server, and who is connected.</summary>
    internal sealed class KernelWindow : EditorWindow
    {
        Panel panel;
        Vector2 scroll;

        /// <summary>Opens the window, or brings it to the front.</summary>
        internal static void Open()
        {
            GetWindow<KernelWindow>("Unity Kernel");
        }

        void OnEnable()
        {
            panel = new Panel();
        }

        /// <summary>Unity calls it ten times a second.</summary>
        void OnInspectorUpdate()
        {
            panel.Refresh();
            Repaint();
        }

        void OnGUI()
        {
            scroll = GUILayout.BeginScrollView(scroll);
            PanelView.DrawServer(panel);
            PanelView.DrawConnections(panel);
            PanelView.DrawVersions(panel);
            PanelView.DrawOutcome(panel);
            GUILayout.EndScrollView();
        }
    }
}
