using System;

namespace UnityKernel
{
    /// <summary>What the Python half is told at its start; the field names are its own.</summary>
    [Serializable]
    internal sealed class HostSettings
    {
        public string kind;
        public string project;
        public string version;
        public string log;
        public string transport;
        public bool unattended;
        public int doorbell;
    }
}
