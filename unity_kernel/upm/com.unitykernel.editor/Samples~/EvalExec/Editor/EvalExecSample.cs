using System;
using System.IO;
using System.Runtime.CompilerServices;
using UnityEditor;
using UnityEditor.Scripting.Python;
using UnityEngine;

namespace UnityKernel.Samples
{
    /// <summary>Runs statements on a client, and brings the value of an expression back to C#.</summary>
    static class EvalExecSample
    {
        const string Client = "eval_exec"; // the name of the Python file

        [MenuItem("Python/Samples/Eval And Exec")]
        static void Run()
        {
            if (!Connect())
            {
                return;
            }
            PythonRunner.CallServiceOnClient(Client, "exec", "words = 'to be or not to be'.split()");
            var counts = (object[])PythonRunner.CallServiceOnClient(Client, "eval", "[words.count(word) for word in words]");
            Debug.Log("how often each word occurs: " + string.Join(" ", Array.ConvertAll(counts, Convert.ToString)));
        }

        /// <summary>The editor goes on while the client computes.</summary>
        [MenuItem("Python/Samples/Eval Without Waiting")]
        static async void RunWithoutWaiting()
        {
            if (!Connect())
            {
                return;
            }
            object sum = await PythonRunner.CallAsyncServiceOnClient(Client, "eval", "sum(range(10_000_000))");
            Debug.Log("the sum is " + sum);
        }

        [MenuItem("Python/Samples/Eval With An Error")]
        static void RunWithAnError()
        {
            if (!Connect())
            {
                return;
            }
            try
            {
                PythonRunner.CallServiceOnClient(Client, "eval", "1 / 0");
            }
            catch (InvalidOperationException error)
            {
                Debug.LogWarning("as expected: " + error.Message);
            }
        }

        /// <summary>Starts the client at the first call.</summary>
        static bool Connect()
        {
            PythonRunner.EnsureInitialized();
            if (!PythonRunner.IsClientConnected(Client))
            {
                PythonRunner.SpawnClient(Script());
            }
            return PythonRunner.WaitForConnection(Client);
        }

        static string Script([CallerFilePath] string source = "")
        {
            return Path.Combine(Path.GetDirectoryName(source), "..", Client + ".py");
        }
    }
}
