using System.IO;
using System.Threading;
using UnityEditor;
using UnityEngine;

namespace UnityKernel
{
    /// <summary>
    /// When the server runs: from the editor's first tick to its end, out of the way of every domain reload.
    /// </summary>
    [InitializeOnLoad]
    internal static class ServerLife
    {
        /// <summary>Set for the editor's session when somebody stops the server by hand.</summary>
        const string StoppedKey = "UnityKernel.Stopped";

        /// <summary>The path of the editor file, which says that the server is stopped; empty while it is not.</summary>
        const string FileKey = "UnityKernel.EditorFile";

        /// <summary>The settings, as JSON, of a server that ran when the domain reload began; empty when none did.</summary>
        const string RunningKey = "UnityKernel.Running";

        /// <summary>Set for the editor's session once the console has said that the project has no Python.</summary>
        const string ToldKey = "UnityKernel.Told";

        /// <summary>Set once this domain is about to be unloaded: Python must not come back into it.</summary>
        static bool reloads;

        static readonly int MainThread = Thread.CurrentThread.ManagedThreadId; // Unity loads this class there

        static ServerLife()
        {
            if (AssetDatabase.IsAssetImportWorkerProcess())
            {
                return; // Unity's helpers load this assembly as well
            }
            // Not here: while assemblies load, the asset database cannot be used yet.
            EditorApplication.update += StartOnce;
            AssemblyReloadEvents.afterAssemblyReload += StartOnce;
            BeLast();
            EditorApplication.quitting += Quit;
        }

        /// <summary>Starts the server, also where the settings say that it waits for this.</summary>
        /// <returns>Whether it runs; if not, the console says why.</returns>
        internal static bool Start()
        {
            if (reloads)
            {
                Messages.Warn("The domain reloads; Python is back after it. What has just asked for it must do without.");
                return false;
            }
            SessionState.SetBool(StoppedKey, false);
            Settings settings;
            try
            {
                settings = Settings.Load(Project);
            }
            catch (SettingsException error)
            {
                Server.Refuse(error.Message);
                return false;
            }
            if (!Server.Start(settings))
            {
                return false;
            }
            SessionState.SetString(FileKey, "");
            return true;
        }

        /// <summary>Stops the server, until <see cref="Start"/> or the editor's next start.</summary>
        /// <param name="clientsWait">Whether clients and kernels wait for it to be back.</param>
        internal static void Stop(bool clientsWait)
        {
            if (Server.IsPumping)
            {
                // A cell asks for it, and would end the server below its own feet: after it, then.
                EditorApplication.delayCall += () => Stop(clientsWait);
                return;
            }
            SessionState.SetBool(StoppedKey, true);
            if (Server.IsRunning)
            {
                SessionState.SetString(FileKey, Server.Stop("stopped", endClients: !clientsWait));
            }
        }

        internal static bool IsOnMainThread
        {
            get { return Thread.CurrentThread.ManagedThreadId == MainThread; }
        }

        /// <summary>The project's folder.</summary>
        internal static string Project
        {
            get { return Path.GetDirectoryName(Path.GetFullPath(Application.dataPath)); }
        }

        static void StartOnce()
        {
            EditorApplication.update -= StartOnce;
            AssemblyReloadEvents.afterAssemblyReload -= StartOnce;
            if (SessionState.GetBool(StoppedKey, false))
            {
                return;
            }
            string running = SessionState.GetString(RunningKey, "");
            SessionState.SetString(RunningKey, "");
            if (running != "")
            {
                // Kernels wait for it, whoever started it; and whatever has become of the settings meanwhile, the
                // process cannot change its Python.
                Server.Start(JsonUtility.FromJson<Settings>(running));
                return;
            }
            if (!Settings.Exist(Project))
            {
                // Whoever opens the project without having set it up has done nothing wrong.
                Server.Decline(Settings.NoneYet, quietly: SessionState.GetBool(ToldKey, false));
                SessionState.SetBool(ToldKey, true);
                return;
            }
            try
            {
                Settings settings = Settings.Load(Project);
                if (settings.start)
                {
                    Server.Start(settings);
                }
            }
            catch (SettingsException error)
            {
                Server.Refuse(error.Message);
            }
        }

        /// <summary>
        /// After each tick: Python goes when all that listen to the reload's beginning were called, functions of cells among
        /// them.
        /// </summary>
        internal static void BeLast()
        {
            AssemblyReloadEvents.beforeAssemblyReload -= BeforeReload;
            AssemblyReloadEvents.beforeAssemblyReload += BeforeReload;
        }

        static void BeforeReload()
        {
            reloads = true;
            SessionState.SetString(RunningKey, Server.IsRunning ? JsonUtility.ToJson(Server.Settings) : "");
            Server.Stop("reloading", endClients: false);
            ReloadGuard.DisconnectPython();
        }

        static void Quit()
        {
            Server.Stop("", endClients: true);
            string file = SessionState.GetString(FileKey, "");
            if (File.Exists(file))
            {
                File.Delete(file);
            }
        }
    }
}
