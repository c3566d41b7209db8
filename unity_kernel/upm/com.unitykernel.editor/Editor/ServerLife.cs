using System.IO;
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

        static ServerLife()
        {
            if (AssetDatabase.IsAssetImportWorkerProcess())
            {
                return; // Unity's helpers load this assembly as well
            }
            // Not here: while assemblies load, the asset database cannot be used yet.
            EditorApplication.update += StartOnce;
            AssemblyReloadEvents.afterAssemblyReload += StartOnce;
            AssemblyReloadEvents.beforeAssemblyReload += BeforeReload;
            EditorApplication.quitting += Quit;
        }

        /// <summary>Starts the server, also where the settings say that it waits for this.</summary>
        /// <returns>Whether it runs; if not, the console says why.</returns>
        internal static bool Start()
        {
            SessionState.SetBool(StoppedKey, false);
            SessionState.SetString(FileKey, "");
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
            return Server.Start(settings);
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

        static void BeforeReload()
        {
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
