using System;

namespace UnityEditor.Compilation
{
    public static class CompilationPipeline
    {
        public static event Action<object> compilationStarted;
        public static event Action<string, CompilerMessage[]> assemblyCompilationFinished;

        /// <summary>Tells what a compilation has found, as if it had run.</summary>
        internal static void Finish(string assembly, CompilerMessage[] messages)
        {
            if (compilationStarted != null)
            {
                compilationStarted(assembly);
            }
            EditorUtility.scriptCompilationFailed = Array.Exists(messages, each => each.type == CompilerMessageType.Error);
            if (assemblyCompilationFinished != null)
            {
                assemblyCompilationFinished(assembly, messages);
            }
        }
    }
}
