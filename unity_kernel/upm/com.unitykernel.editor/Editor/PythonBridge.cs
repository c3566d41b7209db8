using System.ComponentModel;
using UnityEditor;
using UnityEngine;
using UnityEngine.SceneManagement;

namespace UnityKernel
{
    /// <summary>
    /// All that the Python half calls in C#. Public only because Python sees nothing else; not for users. Main thread.
    /// </summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static class PythonBridge
    {
        const string Separator = "\u001f";

        /// <summary>Address of an int that is not 0 while console messages wait.</summary>
        public static long PendingLogs
        {
            get { return LogQueue.PendingAddress; }
        }

        /// <summary>See <see cref="LogQueue.BlockAddress"/>.</summary>
        public static long LogBlock
        {
            get { return LogQueue.BlockAddress; }
        }

        /// <summary>The console messages that wait; see <see cref="LogQueue.Drain"/>.</summary>
        public static string DrainLogs(int most)
        {
            return LogQueue.Drain(most);
        }

        /// <summary>
        /// What the editor is at, in eight fields: whether it plays, is paused, compiles, imports assets; the open scene's
        /// name, its path, and whether it has unsaved changes; compile errors, with U+001E between them. Empty stands for no.
        /// </summary>
        public static string Observe()
        {
            Scene scene = SceneManager.GetActiveScene();
            return string.Join(Separator, new[]
            {
                Flag(EditorApplication.isPlaying), Flag(EditorApplication.isPaused), Flag(EditorApplication.isCompiling),
                Flag(EditorApplication.isUpdating), scene.name ?? "", scene.path ?? "", Flag(scene.isDirty),
                string.Join("\u001e", CompileErrors.All()),
            });
        }

        /// <summary>A line for the console.</summary>
        public static void Print(string severity, string text)
        {
            switch (severity)
            {
                case "error":
                    Debug.LogError(text);
                    break;
                case "warning":
                    Debug.LogWarning(text);
                    break;
                default:
                    Debug.Log(text);
                    break;
            }
        }

        /// <summary>Ends the editor.</summary>
        public static void Exit()
        {
            EditorApplication.Exit(0);
        }

        static string Flag(bool value)
        {
            return value ? "1" : "";
        }
    }
}
