using System;
using UnityEditor;
using UnityEngine;

namespace UnityKernel
{
    /// <summary>
    /// Everything that a domain reload needs of pythonnet's internals begins here: <see cref="ReferenceStore"/>,
    /// <see cref="ReloadFormatter"/>, <see cref="DeadWrappers"/>, <see cref="QuickShutdown"/>, and on Python's side
    /// <c>unity_kernel.unity.slots</c>. An editor on CoreCLR will need something else in their place.
    /// </summary>
    [InitializeOnLoad]
    internal static class ReloadGuard
    {
        /// <summary>Whether Python stands still and waits for the next domain.</summary>
        const string FrozenKey = "UnityKernel.Frozen";

        static ReloadGuard()
        {
            if (SessionState.GetBool(FrozenKey, false))
            {
                EditorApplication.update += ReconnectOnce;
            }
        }

        /// <summary>Takes Python out of the domain that is about to be unloaded. Main thread.</summary>
        internal static void DisconnectPython()
        {
            SessionState.SetBool(FrozenKey, Interpreter.IsRunning);
            try
            {
                Interpreter.Stop();
            }
            catch (Exception error)
            {
                // Unity goes on with the reload either way; the next domain starts Python afresh.
                Messages.Error("Disconnecting Python for the domain reload", error);
            }
        }

        /// <summary>
        /// Python's threads have stood still since the last domain. Where no server starts, this lets them go on.
        /// </summary>
        static void ReconnectOnce()
        {
            EditorApplication.update -= ReconnectOnce;
            try
            {
                Interpreter.Start(Settings.Load(System.IO.Path.GetDirectoryName(Application.dataPath)));
            }
            catch (SettingsException error)
            {
                Messages.Error(error.Message);
            }
        }
    }
}
