using System;
using System.IO;
using Python.Runtime;
using UnityEditor;
using UnityEngine;

namespace UnityKernel
{
    /// <summary>
    /// The server that kernels connect to: Python's half is <c>unity_kernel.unity.host</c>, this is its life. Main
    /// thread only; exceptions end here, as messages.
    /// </summary>
    internal static class Server
    {
        internal const string HostModule = "unity_kernel.unity.host";

        static Doorbell doorbell;
        static PyObject host;
        static PyObject pump;

        internal static bool IsRunning
        {
            get { return pump != null; }
        }

        /// <summary>Whether a cell or another of the server's jobs is running now.</summary>
        internal static bool IsPumping { get; private set; }

        /// <summary>The editor's id, by which kernels name it.</summary>
        internal static string Id { get; private set; }

        /// <summary>Starts Python and the server; harmless when they run.</summary>
        /// <returns>Whether the server runs; if not, the console says why.</returns>
        internal static bool Start(Settings settings)
        {
            if (IsRunning)
            {
                return true;
            }
            try
            {
                doorbell = new Doorbell();
                LogQueue.Start();
                Interpreter.Start(settings);
                using (Py.GIL())
                {
                    host = Py.Import(HostModule);
                    using (var json = new PyString(JsonUtility.ToJson(Describe(settings))))
                    using (PyObject id = host.InvokeMethod("start", json))
                    {
                        Id = id.ToString();
                    }
                    pump = host.GetAttr("pump");
                }
                EditorApplication.update += Pump;
                return true;
            }
            catch (SettingsException error)
            {
                Messages.Error(error.Message);
            }
            catch (PythonException error) when (error.Type.Name == "UnityKernelError")
            {
                Messages.Error("The server did not start: " + error.Message);
            }
            catch (PythonException error)
            {
                Messages.Error("The server did not start. " + Format(error));
            }
            catch (Exception error)
            {
                Messages.Error("Starting the server", error);
            }
            Release();
            return false;
        }

        /// <summary>Before a domain reload: the server's Python half waits for <see cref="Start"/> in the next domain.</summary>
        internal static void Freeze()
        {
            Leave("freeze");
        }

        /// <summary>Ends the server.</summary>
        /// <param name="reloading">Whether it will be back in the next domain; kernels then wait for it.</param>
        internal static void Stop(bool reloading)
        {
            Leave("stop", reloading);
        }

        static void Leave(string function, params bool[] arguments)
        {
            if (host == null)
            {
                return;
            }
            try
            {
                using (Py.GIL())
                {
                    host.InvokeMethod(function, Array.ConvertAll(arguments, value => value.ToPython())).Dispose();
                }
            }
            catch (PythonException error)
            {
                Messages.Error("The server did not stop cleanly. " + Format(error));
            }
            Release();
        }

        /// <summary>A Python error with its traceback. Any thread.</summary>
        static string Format(PythonException error)
        {
            using (Py.GIL())
            {
                return error.Format();
            }
        }

        static HostSettings Describe(Settings settings)
        {
            return new HostSettings
            {
                kind = settings.kind,
                project = Path.GetDirectoryName(Path.GetFullPath(Application.dataPath)),
                version = Application.unityVersion,
                log = Application.consoleLogPath ?? "",
                transport = settings.transport,
                unattended = Application.isBatchMode,
                doorbell = doorbell.Port,
            };
        }

        static void Pump()
        {
            if (pump == null)
            {
                return;
            }
            IsPumping = true;
            try
            {
                using (Py.GIL())
                {
                    pump.Invoke().Dispose();
                }
            }
            catch (PythonException error)
            {
                Messages.Error("A tick failed. " + Format(error));
            }
            finally
            {
                IsPumping = false;
            }
        }

        static void Release()
        {
            EditorApplication.update -= Pump;
            if (Interpreter.IsRunning)
            {
                using (Py.GIL()) // without it, Dispose ends the process
                {
                    if (pump != null)
                    {
                        pump.Dispose();
                    }
                    if (host != null)
                    {
                        host.Dispose();
                    }
                }
            }
            pump = null;
            host = null;
            if (doorbell != null)
            {
                doorbell.Dispose();
                doorbell = null;
            }
            LogQueue.Stop();
        }
    }
}
