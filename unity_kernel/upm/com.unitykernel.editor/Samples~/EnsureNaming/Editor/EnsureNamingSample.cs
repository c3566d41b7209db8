using System.IO;
using System.Runtime.CompilerServices;
using UnityEditor;
using UnityEditor.Scripting.Python;

namespace UnityKernel.Samples
{
    /// <summary>Runs a Python file on the client: every GameObject gets a name that ends with an underscore.</summary>
    static class EnsureNamingSample
    {
        [MenuItem("Python/Samples/Ensure Naming On Client")]
        static void Run()
        {
            PythonRunner.StartServer();
            PythonRunner.RunFileOnClient(Script());
        }

        /// <summary>The file beside this one's folder, wherever the sample was imported to.</summary>
        static string Script([CallerFilePath] string source = "")
        {
            return Path.Combine(Path.GetDirectoryName(source), "..", "ensure_naming.py");
        }
    }
}
