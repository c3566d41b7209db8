using System;
using System.Reflection;
using UnityEditor;

namespace UnityKernel
{
    /// <summary>Unity's main loop, which sleeps up to a second between ticks while Unity is in the background.</summary>
    internal static class MainLoop
    {
        /// <summary>
        /// <c>EditorApplication.SignalTick</c>: internal, marked thread-safe, present in every version from 2021.3 on.
        /// Null where it has gone; then the next tick serves, only later.
        /// </summary>
        static volatile Action signalTick = FindSignalTick();

        /// <summary>Asks for a tick now. Any thread but the main thread, on which it would do nothing.</summary>
        internal static void Wake()
        {
            Action signal = signalTick;
            if (signal == null)
            {
                return;
            }
            try
            {
                signal();
            }
            catch (Exception error)
            {
                signalTick = null;
                Messages.Warn("Unity's main loop cannot be woken; cells may wait for its next tick while Unity is in the "
                    + "background. " + error);
            }
        }

        static Action FindSignalTick()
        {
            MethodInfo method = typeof(EditorApplication).GetMethod(
                "SignalTick", BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public, null, Type.EmptyTypes, null);
            return method == null ? null : (Action)Delegate.CreateDelegate(typeof(Action), method, false);
        }
    }
}
