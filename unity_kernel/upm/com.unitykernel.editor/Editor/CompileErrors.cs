using System.Collections.Generic;
using UnityEditor;
using UnityEditor.Compilation;

namespace UnityKernel
{
    /// <summary>The errors of the last compilation, because of which no domain reload comes. Main thread.</summary>
    internal static class CompileErrors
    {
        const int Most = 20;

        static readonly List<string> Texts = new List<string>();

        internal static void Start()
        {
            CompilationPipeline.compilationStarted += OnStarted;
            CompilationPipeline.assemblyCompilationFinished += OnCompiled;
        }

        internal static void Stop()
        {
            CompilationPipeline.compilationStarted -= OnStarted;
            CompilationPipeline.assemblyCompilationFinished -= OnCompiled;
            Texts.Clear();
        }

        /// <summary>The first of them; none where the scripts compile, and while they are being compiled.</summary>
        internal static string[] All()
        {
            if (Texts.Count > 0 || EditorApplication.isCompiling || !EditorUtility.scriptCompilationFailed)
            {
                return Texts.ToArray();
            }
            return new[] { "they were there before the server started; Unity's console has them" };
        }

        static void OnStarted(object context)
        {
            Texts.Clear();
        }

        static void OnCompiled(string assembly, CompilerMessage[] messages)
        {
            foreach (CompilerMessage message in messages)
            {
                if (message.type == CompilerMessageType.Error && Texts.Count < Most)
                {
                    Texts.Add(message.message);
                }
            }
        }
    }
}
