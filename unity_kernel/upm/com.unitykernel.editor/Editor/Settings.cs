using System;
using System.IO;
using UnityEngine;

namespace UnityKernel
{
    /// <summary>
    /// Which Python this project uses on this machine. <c>unity-kernel setup</c> writes the file.
    /// </summary>
    /// <example><code>
    /// {"python": "/home/me/env/bin/python", "libpython": "/usr/lib/libpython3.12.so", "start": true}
    /// </code></example>
    [Serializable]
    internal sealed class Settings
    {
        /// <summary>Relative to the project; UserSettings is Unity's folder for what is not to be shared.</summary>
        internal const string Path = "UserSettings/UnityKernel.json";

        const string Remedy = "Run `unity-kernel setup` on this project again, with the Python that notebooks use.";

        // The field names are those of the file.
        public string python = "";
        public string libpython = "";
        public bool start = true;

        /// <summary>"unix" or "tcp"; empty for what the system has.</summary>
        public string transport = "";

        /// <summary>How the editor calls itself to kernels; stand-ins for Unity have a word of their own.</summary>
        public string kind = "unity";

        /// <summary>Reads the project's settings.</summary>
        /// <exception cref="SettingsException">There are none, or they do not name a usable Python.</exception>
        internal static Settings Load(string project)
        {
            string path = System.IO.Path.Combine(project, Path);
            if (!File.Exists(path))
            {
                throw new SettingsException("This project has no Python yet (" + Path + " is missing). "
                    + "Run `unity-kernel setup` on it.");
            }
            Settings settings;
            try
            {
                settings = JsonUtility.FromJson<Settings>(File.ReadAllText(path));
            }
            catch (ArgumentException error)
            {
                throw new SettingsException(path + " is no JSON: " + error.Message + " " + Remedy);
            }
            settings = settings ?? new Settings();
            CheckFile("python", settings.python);
            CheckFile("libpython", settings.libpython);
            return settings;
        }

        static void CheckFile(string field, string path)
        {
            if (string.IsNullOrEmpty(path) || !File.Exists(path))
            {
                throw new SettingsException("\"" + field + "\" in " + Path + " names no file: \"" + path + "\". " + Remedy);
            }
        }
    }
}
