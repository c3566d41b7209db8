using System;

namespace UnityEngine
{
    public class Debug
    {
        public static void Log(object message)
        {
            Application.Report(Text(message), "UnityEngine.Debug:Log (object)", LogType.Log);
        }

        public static void LogWarning(object message)
        {
            Application.Report(Text(message), "UnityEngine.Debug:LogWarning (object)", LogType.Warning);
        }

        public static void LogError(object message)
        {
            Application.Report(Text(message), "UnityEngine.Debug:LogError (object)", LogType.Error);
        }

        public static void LogException(Exception exception)
        {
            Application.Report(exception.GetType().Name + ": " + exception.Message, exception.StackTrace, LogType.Exception);
        }

        static string Text(object message)
        {
            return message == null ? "Null" : message.ToString();
        }
    }
}
