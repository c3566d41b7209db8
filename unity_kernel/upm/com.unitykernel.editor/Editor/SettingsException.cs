using System;

namespace UnityKernel
{
    /// <summary>The settings name no usable Python; the message says why, and the remedy.</summary>
    internal sealed class SettingsException : Exception
    {
        internal SettingsException(string message) : base(message)
        {
        }
    }
}
