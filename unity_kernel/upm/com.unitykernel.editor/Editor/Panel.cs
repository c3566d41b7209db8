using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Python.Runtime;
using UnityEditor;
using UnityEngine;

namespace UnityKernel
{
    /// <summary>
    /// What the window and the settings page show and do, without a line of GUI. What it shows changes in
    /// <see cref="Refresh"/> alone: IMGUI draws each frame twice and must find the same both times. Main thread.
    /// </summary>
    internal sealed class Panel
    {
        const string Module = "unity_kernel.unity.panel";

        /// <summary>Seconds for which a JupyterLab that ends is reported; a guess at how long it takes to start.</summary>
        const double LabWatch = 30;

        /// <summary>Which Python the settings name, and the user may edit.</summary>
        internal string Choice = "";

        /// <summary>Where to look for another; empty where <see cref="Choice"/> is no path.</summary>
        internal string ChoiceFolder
        {
            get
            {
                try
                {
                    return Path.GetDirectoryName(Choice.Trim()) ?? "";
                }
                catch (ArgumentException)
                {
                    return ""; // not even the letters of a path
                }
            }
        }

        /// <summary>What came of the last action; empty when it needs no word.</summary>
        internal string Outcome = "";

        InterpreterCheck check;

        internal Panel()
        {
            Connections = new List<Connection>();
            Versions = new List<KeyValuePair<string, string>>();
            Refresh();
            Choice = ConfiguredPython;
        }

        internal bool IsRunning { get; private set; }

        /// <summary>Whether the server runs, and where; or why not.</summary>
        internal string ServerState { get; private set; }

        /// <summary>Oldest first.</summary>
        internal List<Connection> Connections { get; private set; }

        /// <summary>Name and version of what runs here.</summary>
        internal List<KeyValuePair<string, string>> Versions { get; private set; }

        /// <summary>The Python that runs in this editor; empty while none does.</summary>
        internal string LoadedPython { get; private set; }

        /// <summary>The Python that the settings name; empty where they name none.</summary>
        internal string ConfiguredPython { get; private set; }

        internal bool StartsWithEditor { get; private set; }

        /// <summary>What the check of <see cref="Choice"/> found.</summary>
        internal Finding[] Findings { get; private set; } = new Finding[0];

        internal bool IsChecking { get; private set; }

        /// <summary>Whether <see cref="Choice"/> was checked, can be used, and is not used yet.</summary>
        internal bool CanUse { get; private set; }

        /// <summary>Looks at everything anew.</summary>
        internal void Refresh()
        {
            IsRunning = Server.IsRunning;
            ReadSettings();
            ReadServer();
            if (check != null)
            {
                check.Poll();
            }
            IsChecking = check != null && !check.IsDone;
            Findings = check == null || IsChecking ? new Finding[0] : check.Findings.ToArray();
            CanUse = check != null && check.IsUsable && check.Python == Choice && Choice != ConfiguredPython;
        }

        internal void Start()
        {
            Outcome = "";
            ServerLife.Start();
        }

        internal void Stop()
        {
            Outcome = "";
            ServerLife.Stop(clientsWait: true);
        }

        /// <summary>Gives a kernel fresh variables.</summary>
        internal void Reset(string connection)
        {
            Do("reset", connection);
        }

        /// <summary>Sends a kernel away, or ends a client.</summary>
        internal void Disconnect(string connection)
        {
            Do("disconnect", connection);
        }

        /// <summary>Opens JupyterLab in the project's folder, with the server running for its notebooks.</summary>
        internal void OpenLab()
        {
            if (!ServerLife.Start())
            {
                return; // the console says why
            }
            object log = Do("open_lab", ServerLife.Project);
            if (log != null)
            {
                Outcome = "JupyterLab opens in the browser. Its log: " + log;
                WatchLab(EditorApplication.timeSinceStartup + LabWatch);
            }
        }

        internal void SetStartsWithEditor(bool value)
        {
            Change(settings => settings.start = value);
        }

        /// <summary>Begins to check <see cref="Choice"/>.</summary>
        internal void Check()
        {
            Outcome = "";
            string path = Choice.Trim().Trim('"'); // Windows' "Copy as path" quotes it
            try
            {
                path = path == "" ? "" : Path.GetFullPath(path);
            }
            catch (Exception error) when (error is ArgumentException || error is NotSupportedException || error is PathTooLongException)
            {
                // The check says that there is no such file.
            }
            check = new InterpreterCheck(path);
            Choice = check.Python;
        }

        /// <summary>Writes the checked Python into the settings.</summary>
        internal void Use()
        {
            if (check == null || !check.IsUsable)
            {
                return;
            }
            Change(settings =>
            {
                settings.python = check.Python;
                settings.libpython = check.Library;
            });
            if (!Interpreter.IsRunning)
            {
                ServerLife.Start();
            }
            else
            {
                Outcome = "Saved. Restart Unity to use it: a process cannot change its Python.";
            }
        }

        void ReadSettings()
        {
            Settings settings = null;
            try
            {
                settings = Settings.Read(ServerLife.Project);
            }
            catch (SettingsException error)
            {
                Outcome = error.Message;
            }
            ConfiguredPython = settings == null || string.IsNullOrEmpty(settings.python) ? "" : Path.GetFullPath(settings.python);
            StartsWithEditor = settings == null || settings.start;
        }

        void ReadServer()
        {
            Dictionary<string, object> overview = null;
            try
            {
                overview = (Dictionary<string, object>)Call("overview");
            }
            catch (PythonException error)
            {
                Outcome = error.Message; // an older unity-kernel, say; asked again ten times a second, it is no console message
            }
            Versions = new List<KeyValuePair<string, string>> { new KeyValuePair<string, string>("Unity", Application.unityVersion) };
            if (overview == null)
            {
                LoadedPython = "";
                Connections = new List<Connection>();
            }
            else
            {
                LoadedPython = (string)overview["python"];
                Connections = ((object[])overview["connections"]).Select(each => new Connection((Dictionary<string, object>)each)).ToList();
                Versions.AddRange(((Dictionary<string, object>)overview["versions"]).Select(
                    each => new KeyValuePair<string, string>(each.Key, (string)each.Value)));
            }
            if (IsRunning)
            {
                ServerState = "Runs as " + (overview == null ? Server.Id : overview["server"]);
            }
            else
            {
                ServerState = Server.Problem == "" ? "Stopped: notebooks cannot run cells here." : "Stopped. " + Server.Problem;
            }
        }

        void Change(Action<Settings> change)
        {
            Outcome = "";
            try
            {
                Settings settings = Settings.Read(ServerLife.Project) ?? new Settings();
                change(settings);
                settings.Save(ServerLife.Project);
            }
            catch (SettingsException error)
            {
                Outcome = error.Message;
            }
        }

        /// <summary>Reports a JupyterLab that ends while it should start.</summary>
        static void WatchLab(double until)
        {
            EditorApplication.CallbackFunction look = null;
            look = () =>
            {
                var problem = (string)Call("lab_problem");
                if (problem == null && EditorApplication.timeSinceStartup < until)
                {
                    return;
                }
                EditorApplication.update -= look;
                if (!string.IsNullOrEmpty(problem))
                {
                    Messages.Error(problem);
                }
            };
            EditorApplication.update += look;
        }

        object Do(string function, string argument)
        {
            Outcome = "";
            try
            {
                return Call(function, argument);
            }
            catch (PythonException error)
            {
                Outcome = error.Message;
                return null;
            }
        }

        /// <summary>Calls Python's half; null while there is no Python.</summary>
        static object Call(string function, params string[] arguments)
        {
            if (!Interpreter.IsRunning)
            {
                return null;
            }
            using (Py.GIL())
            using (PyObject module = Py.Import(Module))
            using (PyObject result = module.InvokeMethod(function, Array.ConvertAll(arguments, each => each.ToPython())))
            {
                return PythonValue.Read(result);
            }
        }
    }
}
