using System;
using System.IO;
using Python.Runtime;
using UnityKernel;

namespace UnityEditor.Scripting.Python
{
    /// <summary>Runs Python from C#.</summary>
    public static class PythonRunner
    {
        /// <summary>Runs Python code in the editor's process, on the main thread, and returns when it has ended.</summary>
        /// <param name="pythonCodeToExecute">Source of any length, with any number of lines and any quotes.</param>
        /// <param name="scopeName">Scripts with the same scope share their names, until the next domain reload.</param>
        /// <exception cref="ArgumentNullException">The code is null.</exception>
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
            Call("start_client", path);
        }

        /// <summary>Stops the server, until <see cref="StartServer"/>.</summary>
        /// <param name="terminateClient">Whether clients end; otherwise they wait for the server to be back.</param>
        public static void StopServer(bool terminateClient = false)
        {
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
            Call("run_on_client", pythonCode, "");
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
            Call("run_on_client", null, FullPath(pythonFileName));
        }

        /// <summary>Calls a service that a client's init module has registered, and waits for its value.</summary>
        /// <param name="clientName">Of several clients of that name the newest is called.</param>
        /// <param name="serviceName">The method's name without <c>exposed_</c>.</param>
        /// <param name="args">Null, booleans, numbers, strings, and arrays of them.</param>
        /// <returns>Null, bool, long, double, string, object[] or Dictionary&lt;string, object&gt;.</returns>
        /// <remarks>Meanwhile the client may use the editor: its calls are served.</remarks>
        /// <exception cref="TimeoutException">It took longer than <see cref="ServiceTimeout"/> seconds.</exception>
        /// <exception cref="InvalidOperationException">No such client or service, or the service failed.</exception>
        public static object CallServiceOnClient(string clientName, string serviceName, params object[] args)
        {
            return Call("call_service", clientName, serviceName, args, ServiceTimeout);
        }

        /// <summary>Starts one more client, which runs a Python file.</summary>
        /// <param name="file">Absolute, or relative to the project; the client's name is the file's, without .py.</param>
        /// <param name="wantLogging">Whether what it prints appears in the console; its log file has it anyway.</param>
        /// <param name="args">The script's <c>sys.argv[1:]</c>.</param>
        /// <returns>The client's name.</returns>
        /// <exception cref="FileNotFoundException">There is no such file.</exception>
        public static string SpawnClient(string file, bool wantLogging = true, params string[] args)
        {
            string path = FullPath(file);
            EnsureInitialized();
            return (string)Call("spawn_client", path, wantLogging, args);
        }

        /// <summary>Waits until a client is connected.</summary>
        /// <returns>False when it is not, after <paramref name="timeout"/> seconds.</returns>
        public static bool WaitForConnection(string clientName, double timeout = 10)
        {
            return (bool)Call("wait_for_client", clientName, timeout);
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
            return ((string)Call("connected_clients")).Split(new[] { '\n' }, StringSplitOptions.RemoveEmptyEntries);
        }

        /// <summary>Has the clients of that name end.</summary>
        public static void CloseClient(string clientName)
        {
            Call("close_client", clientName);
        }

        /// <summary>Starts Python and the server, if they do not run.</summary>
        /// <exception cref="InvalidOperationException">They cannot be started; the console says why.</exception>
        public static void EnsureInitialized()
        {
            if (!Interpreter.IsRunning && !ServerLife.Start())
            {
                throw new InvalidOperationException("Python could not be started; the console says why.");
            }
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

        /// <summary>Calls a function of Python's half; what it raises on purpose becomes a .NET exception.</summary>
        static object Call(string function, params object[] arguments)
        {
            if (!Interpreter.IsRunning)
            {
                throw new InvalidOperationException("The server does not run; call PythonRunner.StartServer first.");
            }
            try
            {
                using (Py.GIL())
                using (PyObject host = Py.Import(Server.HostModule))
                using (PyObject result = host.InvokeMethod(function, Array.ConvertAll(arguments, each => each.ToPython())))
                {
                    return PythonValue.Read(result);
                }
            }
            catch (PythonException error) when (error.Type.Name == "WaitTimeout")
            {
                throw new TimeoutException(error.Message);
            }
            catch (PythonException error) when (error.Type.Name == "UnityKernelError")
            {
                throw new InvalidOperationException(error.Message);
            }
        }

        static void Run(string code, string path, string scope)
        {
            EnsureInitialized();
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
