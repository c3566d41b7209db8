namespace MonoHost
{
    /// <summary>What the stand-ins only note, for tests to read.</summary>
    public static class Records
    {
        /// <summary>The calls of <c>Undo.RecordObject</c>, each as "name: object".</summary>
        public static string[] Undo
        {
            get { return UnityEditor.Undo.Recorded.ToArray(); }
        }
    }
}
