using System;

namespace UnityEditor.Compilation
{
    public static class CompilationPipeline
    {
        public static event Action<string, CompilerMessage[]> assemblyCompilationFinished;

        internal static void Finish(string assembly, CompilerMessage[] messages)
        {
            if (assemblyCompilationFinished != null)
            {
                assemblyCompilationFinished(assembly, messages);
            }
        }
    }
}
