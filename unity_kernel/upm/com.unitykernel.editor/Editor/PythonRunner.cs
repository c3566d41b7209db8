using System;
using System.Collections;
using System.IO;
using System.Threading.Tasks;
using Python.Runtime;
using UnityKernel;

namespace UnityEditor.Scripting.Python
{
    /// <summary>
    /// Runs Python from C#: in the editor's process, or on clients, processes of their own that outlive domain reloads.
    /// Main thread.
    /// </summary>
    public static class PythonRunner
    {
        /// <summary>Runs Python code in the editor's process, on the main thread, and returns when it has ended.</summary>
        /// <param name="pythonCodeToExecute">Source of any length, with any number of lines and any quotes.</param>
        /// <param name="scopeName">Scripts with the same scope share their names, until the next domain reload.</param>
        /// <exception cref="ArgumentNullException">The code is null.</exception>
        /// <exception cref="InvalidOperationException">Python cannot be started, or this is another thread.</exception>
        /// <exception cref="PythonException">The code raised it; the console shows it with its traceback.</exception>
        /// <example><code>
        /// PythonRunner.RunString("import UnityEngine\nUnityEngine.Debug.Log('hello world')");
        /// </code></example>
        public static void RunString(string pythonCodeToExecute, string scopeName = null)
        {
            if (pythonCodeToExecute == null)
            {
                throw new ArgumentNullException("pythonCodeToExecute");
            }
            Run(pythonCodeToExecute, "", scopeName);
        }

        /// <summary>Runs a Python file in the editor's process, on the main thread, and returns when it has ended.</summary>
        /// <param name="pythonFileToExecute">Absolute, or relative to the project.</param>
        /// <param name="scopeName">Scripts with the same scope share their names, until the next domain reload.</param>
        /// <exception cref="ArgumentNullException">The path is null.</exception>
        /// <exception cref="FileNotFoundException">There is no such file.</exception>
        /// <exception cref="InvalidOperationException">Python cannot be started, or this is another thread.</exception>
        /// <exception cref="PythonException">The script raised it, or is no Python; the console shows it.</exception>
        /// <example><code>
        /// PythonRunner.RunFile("Assets/Scripts/ensure_naming.py");
        /// </code></example>
        public static void RunFile(string pythonFileToExecute, string scopeName = null)
        {
            if (pythonFileToExecute == null)
            {
                throw new ArgumentNullException("pythonFileToExecute");
            }
            Run(null, FullPath(pythonFileToExecute), scopeName);
        }

        /// <summary>Seconds that <see cref="CallServiceOnClient"/> waits.</summary>
        public static double ServiceTimeout = 30;

        /// <summary>
        /// Starts the server, if it does not run, and one client process, if none runs: it runs Python outside of the
        /// editor, and so outlives domain reloads. Returns at once; commands wait until the client is ready.
        /// </summary>
        /// <param name="clientInitModulePath">
        /// A Python file that the client runs first; its <c>on_init_client(client)</c> registers services and idle
        /// callbacks. Null leaves it as it is.
        /// </param>
        /// <exception cref="InvalidOperationException">The server cannot be started; the console says why.</exception>
        /// <exception cref="FileNotFoundException">There is no such init module.</exception>
        /// <example><code>
        /// PythonRunner.StartServer();
        /// PythonRunner.RunStringOnClient("import unity_connection");
        /// PythonRunner.RunStringOnClient("UnityEngine = unity_connection.get_module('UnityEngine')");
        /// PythonRunner.RunStringOnClient("UnityEngine.Debug.Log('hello world')");
        /// </code></example>
        public static void StartServer(string clientInitModulePath = null)
        {
            string path = clientInitModulePath == null ? null : FullPath(clientInitModulePath);
            if (!ServerLife.Start())
            {
                throw new InvalidOperationException("The server could not be started; the console says why.");
            }
            PythonCalls.Call("start_client", path);
        }

        /// <summary>Stops the server, until <see cref="StartServer"/>.</summary>
        /// <param name="terminateClient">Whether clients end; otherwise they wait for the server to be back.</param>
        public static void StopServer(bool terminateClient = false)
        {
            if (PythonCalls.AreRunning)
            {
                // Code that a blocking call waits for would end the server below the call's feet: after it, then.
                EditorApplication.delayCall += () => StopServer(terminateClient);
                return;
            }
            ServerLife.Stop(clientsWait: !terminateClient);
        }

        /// <summary>Runs Python code on the client, after all that was sent before; does not wait.</summary>
        /// <param name="pythonCode">Source of any length, with any number of lines and any quotes.</param>
        /// <remarks>All code on a client shares one namespace. What it prints or raises appears in the console.</remarks>
        /// <exception cref="ArgumentNullException">The code is null.</exception>
        public static void RunStringOnClient(string pythonCode)
        {
            if (pythonCode == null)
            {
                throw new ArgumentNullException("pythonCode");
            }
            PythonCalls.Call("run_on_client", pythonCode, "");
        }

        /// <summary>Runs a Python file on the client, after all that was sent before; does not wait.</summary>
        /// <param name="pythonFileName">Absolute, or relative to the project.</param>
        /// <exception cref="ArgumentNullException">The path is null.</exception>
        /// <exception cref="FileNotFoundException">There is no such file.</exception>
        public static void RunFileOnClient(string pythonFileName)
        {
            if (pythonFileName == null)
            {
                throw new ArgumentNullException("pythonFileName");
            }
            PythonCalls.Call("run_on_client", null, FullPath(pythonFileName));
        }

        /// <summary>Calls a service that a client's init module has registered, and waits for its value.</summary>
        /// <param name="clientName">Of several clients of that name the newest is called.</param>
        /// <param name="serviceName">The method's name without <c>exposed_</c>.</param>
        /// <param name="args">Null, booleans, numbers, strings, and lists and dictionaries of them.</param>
        /// <returns>Null, bool, long, double, string, object[] or Dictionary&lt;string, object&gt;.</returns>
        /// <remarks>Meanwhile the client may use the editor: its calls are served.</remarks>
        /// <exception cref="TimeoutException">It took longer than <see cref="ServiceTimeout"/> seconds.</exception>
        /// <exception cref="InvalidOperationException">No such client or service, or the service failed.</exception>
        public static object CallServiceOnClient(string clientName, string serviceName, params object[] args)
        {
            return PythonCalls.Call("call_service", clientName, serviceName, Arguments(args), ServiceTimeout);
        }

        /// <summary>Calls a client's service from a coroutine: the editor goes on meanwhile.</summary>
        /// <returns>Null at each step while the service works; at last its value, in <c>Current</c>.</returns>
        /// <remarks>See <see cref="CallServiceOnClient"/>; a step throws what that would throw.</remarks>
        /// <example><code>
        /// IEnumerator call = PythonRunner.CallCoroutineServiceOnClient("client", "add", 1, 2);
        /// while (call.MoveNext())
        /// {
        ///     yield return call.Current;
        /// }
        /// Debug.Log(call.Current);
        /// </code></example>
        public static IEnumerator CallCoroutineServiceOnClient(string clientName, string serviceName, params object[] args)
        {
            return new ServiceCall(clientName, serviceName, Arguments(args), ServiceTimeout).Steps();
        }

        /// <summary>Calls a client's service: the editor goes on meanwhile.</summary>
        /// <returns>A task for <c>await</c>. Waiting for it on the main thread (<c>Wait</c>, <c>Result</c>) would never end.</returns>
        /// <remarks>See <see cref="CallServiceOnClient"/>; the task fails with what that would throw.</remarks>
        /// <example><code>
        /// object sum = await PythonRunner.CallAsyncServiceOnClient("client", "add", 1, 2);
        /// </code></example>
        public static Task<object> CallAsyncServiceOnClient(string clientName, string serviceName, params object[] args)
        {
            return new ServiceCall(clientName, serviceName, Arguments(args), ServiceTimeout).AsTask();
        }

        /// <summary>Starts one more client, which runs a Python file.</summary>
        /// <param name="file">Absolute, or relative to the project; the client's name is the file's, without .py.</param>
        /// <param name="wantLogging">Whether what it prints appears in the console; its log file has it anyway.</param>
        /// <param name="args">The script's <c>sys.argv[1:]</c>.</param>
        /// <returns>The client's name.</returns>
        /// <exception cref="FileNotFoundException">There is no such file.</exception>
        /// <exception cref="InvalidOperationException">The server cannot be started; the console says why.</exception>
        public static string SpawnClient(string file, bool wantLogging = true, params string[] args)
        {
            string path = FullPath(file);
            EnsureInitialized();
            return (string)PythonCalls.Call("spawn_client", path, wantLogging, args);
        }

        /// <summary>Waits until a client is connected.</summary>
        /// <returns>False when it is not, after <paramref name="timeout"/> seconds.</returns>
        public static bool WaitForConnection(string clientName, double timeout = 10)
        {
            return (bool)PythonCalls.Call("wait_for_client", clientName, timeout);
        }

        /// <summary>Whether a client of that name is connected.</summary>
        public static bool IsClientConnected(string clientName)
        {
            return Array.IndexOf(GetConnectedClients(), clientName) >= 0;
        }

        /// <summary>How many clients are connected.</summary>
        public static int NumClientsConnected()
        {
            return GetConnectedClients().Length;
        }

        /// <summary>The names of the connected clients, oldest first.</summary>
        public static string[] GetConnectedClients()
        {
            return ((string)PythonCalls.Call("connected_clients")).Split(new[] { '\n' }, StringSplitOptions.RemoveEmptyEntries);
        }

        /// <summary>Has the clients of that name end.</summary>
        public static void CloseClient(string clientName)
        {
            PythonCalls.Call("close_client", clientName);
        }

        /// <summary>Starts Python and the server, if they do not run.</summary>
        /// <exception cref="InvalidOperationException">They cannot be started; the console says why.</exception>
        public static void EnsureInitialized()
        {
            if (!Server.IsRunning && !ServerLife.Start())
            {
                throw new InvalidOperationException("The server could not be started; the console says why.");
            }
        }

        /// <summary>To C# a single null is the array itself; whoever writes it means an argument.</summary>
        static object[] Arguments(object[] args)
        {
            return args ?? new object[] { null };
        }

        static string FullPath(string path)
        {
            string full = Path.GetFullPath(path); // Unity's working directory is the project
            if (!File.Exists(full))
            {
                throw new FileNotFoundException("There is no Python file " + full, full);
            }
            return full;
        }

        static void Run(string code, string path, string scope)
        {
            if (!ServerLife.IsOnMainThread)
            {
                throw new InvalidOperationException("PythonRunner works on Unity's main thread only; this is another thread.");
            }
            // Scripts in the editor need Python, not the server, which may be stopped.
            if (!Interpreter.IsRunning && !ServerLife.Start() && !Interpreter.IsRunning)
            {
                throw new InvalidOperationException("Python could not be started; the console says why.");
            }
            using (Py.GIL())
            using (PyObject host = Py.Import(Server.HostModule))
            using (PyObject source = code == null ? Runtime.None : new PyString(code))
            using (var file = new PyString(path))
            using (var name = new PyString(scope ?? ""))
            {
                host.InvokeMethod("run", source, file, name).Dispose();
            }
        }
    }
}
