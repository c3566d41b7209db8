using UnityEditor;
using UnityEditor.Scripting.Python;

namespace UnityKernel.Samples
{
    /// <summary>Prints to the console from a client, a Python process beside the editor.</summary>
    static class HelloWorldSample
    {
        [MenuItem("Python/Samples/Hello World On Client")]
        static void Run()
        {
            PythonRunner.StartServer(); // harmless when it runs; a client that starts only now gets the code all the same
            PythonRunner.RunStringOnClient(@"
import os
import unity_connection

UnityEngine = unity_connection.get_module('UnityEngine')
UnityEngine.Debug.Log(f'hello world from process {os.getpid()}')
");
        }
    }
}
