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
        static string lastFailure = "";

        internal static bool IsRunning
        {
            get { return pump != null; }
        }

        /// <summary>Whether a cell or another of the server's jobs is running now.</summary>
        internal static bool IsPumping { get; private set; }

        /// <summary>The editor's id, by which kernels name it.</summary>
        internal static string Id { get; private set; }

        /// <summary>With which it was started last.</summary>
        internal static Settings Settings { get; private set; }

        /// <summary>Why the last start failed; empty when it did not.</summary>
        internal static string Problem { get; private set; } = "";

        /// <summary>Starts Python and the server; harmless when they run.</summary>
        /// <returns>Whether the server runs; if not, the console says why.</returns>
        internal static bool Start(Settings settings)
        {
            if (IsRunning)
            {
                return true;
            }
            Problem = "";
            Settings = settings;
            try
            {
                doorbell = new Doorbell();
                LogQueue.Start();
                CompileErrors.Start();
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
                Refuse(error.Message);
            }
            catch (PythonException error) when (IsOurs(error))
            {
                Refuse("The server did not start: " + error.Message);
            }
            catch (PythonException error)
            {
                Refuse("The server did not start. " + Format(error));
            }
            catch (Exception error)
            {
                Refuse("Starting the server failed: " + error);
            }
            Release();
            return false;
        }

        /// <summary>Says, in the console and from now on in the window, why the server does not start.</summary>
        internal static void Refuse(string problem)
        {
            Problem = problem;
            Messages.Error(problem);
        }

        /// <summary>As <see cref="Refuse"/>, where nothing is wrong; quietly: only in the window.</summary>
        internal static void Decline(string reason, bool quietly)
        {
            Problem = reason;
            if (!quietly)
            {
                Messages.Log(reason);
            }
        }

        /// <summary>Ends the server.</summary>
        /// <param name="state">
        /// Why it may be back: "reloading", then kernels wait for it, or "stopped", then they say so. Empty when the
        /// editor quits.
        /// </param>
        /// <param name="endClients">Whether client processes end; otherwise they wait for the server to be back.</param>
        /// <returns>The path of the editor file, which stays until the editor quits; empty where none does.</returns>
        internal static string Stop(string state, bool endClients)
        {
            string file = "";
            if (host == null)
            {
                return file;
            }
            try
            {
                using (Py.GIL())
                using (PyObject path = host.InvokeMethod("stop", state.ToPython(), endClients.ToPython()))
                {
                    file = path.ToString();
                }
            }
            catch (PythonException error)
            {
                Messages.Error("The server did not stop cleanly. " + Format(error));
            }
            Release();
            return file;
        }

        /// <summary>A Python error with its traceback. Any thread.</summary>
        static string Format(PythonException error)
        {
            using (Py.GIL())
            {
                return error.Format();
            }
        }

        /// <summary>Whether Python's half refused, with a message for the user.</summary>
        static bool IsOurs(PythonException error)
        {
            using (Py.GIL())
            {
                return PythonCalls.IsOurs(error, "UnityKernelError");
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
                string failure = Format(error);
                if (failure != lastFailure)
                {
                    lastFailure = failure; // said once, not a hundred times a second
                    Messages.Error("A tick failed. " + failure);
                }
            }
            finally
            {
                IsPumping = false;
                ServerLife.BeLast();
            }
        }

        static void Release()
        {
            EditorApplication.update -= Pump;
            if (Interpreter.IsRunning)
            {
                using (Py.GIL()) // without it, Dispose ends the process
                {
                    if (pump != null && !IsPumping) // Exit in a cell ends the editor from within it
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
            CompileErrors.Stop();
            LogQueue.Stop();
        }
    }
}
