using System;
using System.Reflection;

namespace UnityEditor
{
    public static class SettingsService
    {
        /// <summary>The page that is open.</summary>
        internal static SettingsProvider Open;

        public static EditorWindow OpenProjectSettings(string settingsPath = null)
        {
            foreach (Assembly assembly in AppDomain.CurrentDomain.GetAssemblies())
            {
                foreach (Type type in assembly.GetTypes())
                {
                    foreach (MethodInfo method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
                    {
                        if (method.IsDefined(typeof(SettingsProviderAttribute), false))
                        {
                            var provider = (SettingsProvider)method.Invoke(null, null);
                            Open = provider.settingsPath == settingsPath ? provider : Open;
                        }
                    }
                }
            }
            return null;
        }
    }
}
