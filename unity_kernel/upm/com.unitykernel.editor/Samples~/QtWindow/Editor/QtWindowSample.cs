using System.IO;
using System.Runtime.CompilerServices;
using UnityEditor;
using UnityEditor.Scripting.Python;

namespace UnityKernel.Samples
{
    /// <summary>Opens a window made with PySide6, in a process of its own.</summary>
    static class QtWindowSample
    {
        const string Client = "camera_window"; // the name of the Python file

        [MenuItem("Python/Samples/Camera Window")]
        static void Open()
        {
            PythonRunner.EnsureInitialized();
            if (PythonRunner.IsClientConnected(Client))
            {
                PythonRunner.CallServiceOnClient(Client, "show");
            }
            else
            {
                PythonRunner.SpawnClient(Script());
            }
        }

        static string Script([CallerFilePath] string source = "")
        {
            return Path.Combine(Path.GetDirectoryName(source), "..", Client + ".py");
        }
    }
}
