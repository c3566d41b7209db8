using UnityEditor;
using UnityEngine;

namespace MonoHost
{
    /// <summary>What tests set in the editor, from a cell: <c>import MonoHost; MonoHost.Controls.Rate = 10.0</c>.</summary>
    public static class Controls
    {
        static Controls()
        {
            Rate = 100;
        }

        /// <summary>Ticks a second; Unity in the background makes about ten.</summary>
        public static double Rate { get; set; }

        /// <summary>How many domain reloads there were.</summary>
        public static int Reloads { get; internal set; }

        /// <summary>Ticks so far in this domain.</summary>
        public static long Ticks { get; internal set; }

        /// <summary>Whether the user presses Cancel in the progress bar.</summary>
        public static bool CancelProgress
        {
            get { return EditorUtility.CancelsProgress; }
            set { EditorUtility.CancelsProgress = value; }
        }

        /// <summary>What the progress bar shows; empty where there is none.</summary>
        public static string Progress
        {
            get { return EditorUtility.Progress; }
        }

        /// <summary>Whether console messages go to the log file.</summary>
        public static bool Echo
        {
            get { return Application.Echo; }
            set { Application.Echo = value; }
        }
    }
}
