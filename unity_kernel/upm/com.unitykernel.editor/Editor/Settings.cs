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

        internal const string NoneYet = "This project has no Python yet (" + Path + " is missing). "
            + "Run `unity-kernel setup` on it, or choose one in Project Settings > Unity Kernel.";

        static readonly string[] Transports = { "", "unix", "tcp" };

        // The field names are those of the file.
        public string python = "";
        public string libpython = "";
        public bool start = true;

        /// <summary>"unix" or "tcp"; empty for what the system has.</summary>
        public string transport = "";

        /// <summary>How the editor calls itself to kernels; stand-ins for Unity have a word of their own.</summary>
        public string kind = "unity";

        /// <summary>Whether the project was set up on this machine.</summary>
        internal static bool Exist(string project)
        {
            return File.Exists(System.IO.Path.Combine(project, Path));
        }

        /// <summary>Reads the project's settings.</summary>
        /// <exception cref="SettingsException">There are none, or they do not name a usable Python.</exception>
        internal static Settings Load(string project)
        {
            Settings settings = Read(project);
            if (settings == null)
            {
                throw new SettingsException(NoneYet);
            }
            CheckFile("python", settings.python);
            CheckFile("libpython", settings.libpython);
            if (Array.IndexOf(Transports, settings.transport ?? "") < 0)
            {
                throw new SettingsException("\"transport\" in " + Path + " is \"" + settings.transport
                    + "\". It may be unix or tcp; leave it empty for what the system has.");
            }
            return settings;
        }

        /// <summary>What stands in the project's settings, or null where there are none.</summary>
        /// <exception cref="SettingsException">They cannot be read.</exception>
        internal static Settings Read(string project)
        {
            string path = System.IO.Path.Combine(project, Path);
            if (!File.Exists(path))
            {
                return null;
            }
            try
            {
                return JsonUtility.FromJson<Settings>(File.ReadAllText(path)) ?? new Settings();
            }
            catch (ArgumentException error)
            {
                throw new SettingsException(path + " is no JSON: " + error.Message + " " + Remedy);
            }
            catch (Exception error) when (error is IOException || error is UnauthorizedAccessException)
            {
                throw new SettingsException(path + " cannot be read: " + error.Message);
            }
        }

        /// <summary>Writes them for the project.</summary>
        /// <exception cref="SettingsException">The file cannot be written.</exception>
        internal void Save(string project)
        {
            string path = System.IO.Path.Combine(project, Path);
            try
            {
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path));
                File.WriteAllText(path, JsonUtility.ToJson(this, true) + "\n");
            }
            catch (Exception error) when (error is IOException || error is UnauthorizedAccessException)
            {
                throw new SettingsException(path + " cannot be written: " + error.Message);
            }
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
