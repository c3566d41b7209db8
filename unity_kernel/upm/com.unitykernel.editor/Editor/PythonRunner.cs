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
            string path = Path.GetFullPath(pythonFileToExecute); // Unity's working directory is the project
            if (!File.Exists(path))
            {
                throw new FileNotFoundException("There is no Python file " + path, path);
            }
            Run(null, path, scopeName);
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
