using System.IO;
using System.Text.RegularExpressions;
using UnityEngine;
using UnityEngine.SceneManagement;

namespace MonoHost
{
    /// <summary>What the stand-in reads of a project.</summary>
    static class Project
    {
        /// <summary>The Unity version that the project was saved with.</summary>
        internal static string Version(string project)
        {
            string path = Path.Combine(project, "ProjectSettings", "ProjectVersion.txt");
            Match match = File.Exists(path) ? Regex.Match(File.ReadAllText(path), @"m_EditorVersion: (\S+)") : Match.Empty;
            return match.Success ? match.Groups[1].Value : "unknown";
        }

        /// <summary>Makes the scene's GameObjects, by name; the stand-in reads no more of a scene.</summary>
        internal static void OpenScene(string project)
        {
            string path = Path.Combine(project, SceneManager.GetActiveScene().path);
            if (File.Exists(path))
            {
                foreach (Match match in Regex.Matches(File.ReadAllText(path), @"^GameObject:$[\s\S]*?^  m_Name: (.*)$", RegexOptions.Multiline))
                {
                    new GameObject(match.Groups[1].Value.Trim());
                }
            }
        }
    }
}
