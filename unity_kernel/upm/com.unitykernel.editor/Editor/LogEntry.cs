namespace UnityKernel
{
    /// <summary>One console message on its way to Python.</summary>
    internal struct LogEntry
    {
        /// <summary>log, warning, error, exception or assert.</summary>
        internal string Severity;

        internal string Message;

        /// <summary>Only with errors: nobody reads the others', and they are the longest part.</summary>
        internal string Stack;
    }
}
