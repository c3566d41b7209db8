using UnityEditor;

namespace UnityKernel
{
    /// <summary>The page <c>Project Settings > Unity Kernel</c>: which Python, and whether the server starts by itself.</summary>
    internal static class SettingsPage
    {
        internal const string Path = "Project/Unity Kernel";

        [SettingsProvider]
        static SettingsProvider Create()
        {
            Panel panel = null;
            return new SettingsProvider(Path, SettingsScope.Project)
            {
                label = "Unity Kernel",
                keywords = new[] { "Python", "Jupyter", "notebook", "kernel", "interpreter" },
                guiHandler = search =>
                {
                    panel = panel ?? new Panel();
                    PanelView.DrawPython(panel);
                    PanelView.DrawVersions(panel);
                    PanelView.DrawOutcome(panel);
                },
                inspectorUpdateHandler = () =>
                {
                    if (panel != null)
                    {
                        panel.Refresh();
                    }
                },
                deactivateHandler = () => panel = null,
            };
        }
    }
}
