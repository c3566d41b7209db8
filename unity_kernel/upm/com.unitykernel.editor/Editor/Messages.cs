using System;
using UnityEngine;

namespace UnityKernel
{
    /// <summary>What this package says in the console: always with its name in front.</summary>
    internal static class Messages
    {
        const string Prefix = "[Unity Kernel] ";

        internal static void Log(string text)
        {
            Debug.Log(Prefix + text);
        }

        internal static void Warn(string text)
        {
            Debug.LogWarning(Prefix + text);
        }

        internal static void Error(string text)
        {
            Debug.LogError(Prefix + text);
        }

        /// <summary>An error of ours that nobody foresaw: what was tried, and the exception in full.</summary>
        internal static void Error(string attempt, Exception error)
        {
            Debug.LogError(Prefix + attempt + " failed: " + error);
        }
    }
}
