using UnityEditor;

namespace UnityKernel
{
    /// <summary>The menu items.</summary>
    internal static class Menus
    {
        const string Tools = "Tools/Unity Kernel/";

        [MenuItem("Window/Unity Kernel")]
        internal static void OpenWindow()
        {
            KernelWindow.Open();
        }

        [MenuItem(Tools + "Start Server")]
        static void StartServer()
        {
            ServerLife.Start();
        }

        [MenuItem(Tools + "Start Server", true)]
        static bool CanStartServer()
        {
            return !Server.IsRunning;
        }

        [MenuItem(Tools + "Stop Server")]
        static void StopServer()
        {
            ServerLife.Stop(clientsWait: true);
        }

        [MenuItem(Tools + "Stop Server", true)]
        static bool CanStopServer()
        {
            return Server.IsRunning;
        }

        [MenuItem(Tools + "Open JupyterLab Here")]
        static void OpenLab()
        {
            var panel = new Panel();
            panel.OpenLab();
            if (panel.Outcome != "")
            {
                Messages.Log(panel.Outcome);
            }
        }

        [MenuItem(Tools + "Settings...")]
        internal static void OpenSettings()
        {
            SettingsService.OpenProjectSettings(SettingsPage.Path);
        }
    }
}
