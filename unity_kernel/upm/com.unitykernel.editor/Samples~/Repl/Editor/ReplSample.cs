using System.IO;
using System.Runtime.CompilerServices;
using UnityEditor;
using UnityEditor.Scripting.Python;

namespace UnityKernel.Samples
{
    /// <summary>Tells how to start the REPL in a terminal.</summary>
    static class ReplSample
    {
        [MenuItem("Python/Samples/How To Start The REPL")]
        static void Run()
        {
            // In process: Python knows best which interpreter it is.
            PythonRunner.RunString("import os, sys\n"
                + "print(f'Type this in a terminal:\\ncd \"{os.getcwd()}\"\\n\"{sys.executable}\" \"{script}\"')".Replace("{script}", Script()));
        }

        static string Script([CallerFilePath] string source = "")
        {
            return Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source), "..", "repl.py")).Replace('\\', '/');
        }
    }
}
