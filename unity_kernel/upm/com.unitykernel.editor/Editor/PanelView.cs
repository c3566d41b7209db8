using System;
using System.Collections.Generic;
using System.Linq;
using UnityEditor;
using UnityEngine;

namespace UnityKernel
{
    /// <summary>Draws a <see cref="Panel"/>: nothing is decided here. IMGUI, which every version of Unity has.</summary>
    internal static class PanelView
    {
        const float ButtonWidth = 90;

        internal static void DrawServer(Panel panel)
        {
            Title("Server");
            GUILayout.Label(panel.ServerState, EditorStyles.wordWrappedLabel);
            GUILayout.BeginHorizontal();
            if (GUILayout.Button(panel.IsRunning ? "Stop server" : "Start server"))
            {
                Later(panel, panel.IsRunning ? (Action)panel.Stop : panel.Start);
            }
            if (GUILayout.Button("Open JupyterLab here"))
            {
                Later(panel, panel.OpenLab);
            }
            if (GUILayout.Button("Settings..."))
            {
                Later(panel, Menus.OpenSettings);
            }
            GUILayout.EndHorizontal();
        }

        internal static void DrawConnections(Panel panel)
        {
            Title("Kernels and clients");
            if (panel.Connections.Count == 0)
            {
                GUILayout.Label("None is connected. A notebook in this project connects when its first cell runs.", EditorStyles.wordWrappedLabel);
            }
            foreach (Connection connection in panel.Connections)
            {
                GUILayout.BeginHorizontal();
                GUILayout.Label(connection.Kind + "  " + connection.Name + "  (" + connection.State + ")", EditorStyles.wordWrappedLabel);
                GUILayout.FlexibleSpace();
                if (GUILayout.Button("Reset", GUILayout.Width(ButtonWidth)))
                {
                    Later(panel, () => panel.Reset(connection.Id));
                }
                if (GUILayout.Button("Disconnect", GUILayout.Width(ButtonWidth)))
                {
                    Later(panel, () => panel.Disconnect(connection.Id));
                }
                GUILayout.EndHorizontal();
            }
        }

        internal static void DrawVersions(Panel panel)
        {
            Title("Versions");
            foreach (KeyValuePair<string, string> version in panel.Versions)
            {
                GUILayout.Label(version.Key + "  " + version.Value);
            }
        }

        internal static void DrawPython(Panel panel)
        {
            Title("Python");
            GUILayout.Label("In use: " + Or(panel.LoadedPython, "none yet"), EditorStyles.wordWrappedLabel);
            if (panel.ConfiguredPython != panel.LoadedPython)
            {
                string since = panel.LoadedPython == "" ? "" : " (in use after a restart of Unity)";
                GUILayout.Label("In the settings: " + Or(panel.ConfiguredPython, "none") + since, EditorStyles.wordWrappedLabel);
            }
            GUILayout.BeginHorizontal();
            panel.Choice = GUILayout.TextField(panel.Choice);
            if (GUILayout.Button("Browse...", GUILayout.Width(ButtonWidth)))
            {
                Later(panel, () => Browse(panel));
            }
            GUILayout.EndHorizontal();
            GUILayout.BeginHorizontal();
            Button(panel, panel.IsChecking ? "Checking..." : "Check this Python", panel.Check, !panel.IsChecking);
            Button(panel, "Use this Python", panel.Use, panel.CanUse);
            GUILayout.EndHorizontal();
            foreach (Finding finding in panel.Findings)
            {
                GUILayout.Label(finding.ToString(), EditorStyles.wordWrappedLabel);
            }
            bool starts = GUILayout.Toggle(panel.StartsWithEditor, "Start the server with the editor");
            if (starts != panel.StartsWithEditor)
            {
                Later(panel, () => panel.SetStartsWithEditor(starts));
            }
        }

        internal static void DrawOutcome(Panel panel)
        {
            if (panel.Outcome != "")
            {
                GUILayout.Label(panel.Outcome, EditorStyles.helpBox);
            }
        }

        static void Title(string text)
        {
            GUILayout.Space(8);
            GUILayout.Label(text, EditorStyles.boldLabel);
        }

        static void Button(Panel panel, string text, Action action, bool enabled)
        {
            bool before = GUI.enabled;
            GUI.enabled = before && enabled;
            if (GUILayout.Button(text))
            {
                Later(panel, action);
            }
            GUI.enabled = before;
        }

        static void Browse(Panel panel)
        {
            string path = EditorUtility.OpenFilePanel("The Python of the environment that notebooks use", panel.ChoiceFolder, "");
            if (path != "")
            {
                panel.Choice = path;
                panel.Check();
            }
        }

        static string Or(string text, string otherwise)
        {
            return text == "" ? otherwise : text;
        }

        /// <summary>Acts when the frame is drawn: an action changes what is there to draw.</summary>
        static void Later(Panel panel, Action action)
        {
            EditorApplication.delayCall += () =>
            {
                action();
                panel.Refresh();
            };
        }
    }
}
