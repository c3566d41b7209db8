using System;
using System.Threading;

namespace UnityEngine
{
    public class Application
    {
        public delegate void LogCallback(string condition, string stackTrace, LogType type);

        public static event LogCallback logMessageReceivedThreaded;
        public static event LogCallback logMessageReceived;

        public static string dataPath { get; internal set; }
        public static string consoleLogPath { get; internal set; }
        public static string unityVersion { get; internal set; }
        public static bool isBatchMode { get; internal set; }
        public static bool isPlaying { get; internal set; }

        internal static Thread MainThread;

        internal static void Report(string condition, string stackTrace, LogType type)
        {
            LogCallback threaded = logMessageReceivedThreaded;
            if (threaded != null)
            {
                threaded(condition, stackTrace, type);
            }
            LogCallback main = Thread.CurrentThread == MainThread ? logMessageReceived : null;
            if (main != null)
            {
                main(condition, stackTrace, type);
            }
            if (Echo)
            {
                Console.WriteLine(type == LogType.Log ? condition : "[" + type + "] " + condition);
            }
        }

        /// <summary>Whether messages go to the log file as well; off to measure what the others cost.</summary>
        internal static bool Echo = true;
    }
}
