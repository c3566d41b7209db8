namespace UnityKernel
{
    /// <summary>What one check of a Python found.</summary>
    internal struct Finding
    {
        internal string Check;
        internal bool IsGood;
        internal string Found;

        /// <summary>How to mend it; empty when it is good.</summary>
        internal string Remedy;

        /// <summary>As the settings page shows it.</summary>
        public override string ToString()
        {
            string line = (IsGood ? "OK  " : "Wrong  ") + Check + ": " + Found;
            return string.IsNullOrEmpty(Remedy) ? line : line + "\n        To mend it: " + Remedy;
        }
    }
}
