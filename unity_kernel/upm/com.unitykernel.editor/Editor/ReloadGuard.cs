using System;

namespace UnityKernel
{
    /// <summary>
    /// Everything that a domain reload needs of pythonnet's internals begins here: <see cref="Wrappers"/>,
    /// <see cref="ReloadFormatter"/>, <see cref="QuickShutdown"/>; of CPython's, in <c>unity_kernel.unity.slots</c>. An
    /// editor on CoreCLR will need something else in their place.
    /// </summary>
    internal static class ReloadGuard
    {
        /// <summary>Takes Python out of the domain that is about to be unloaded. Main thread.</summary>
        internal static void DisconnectPython()
        {
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
    }
}
