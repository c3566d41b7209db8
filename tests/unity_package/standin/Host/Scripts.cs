using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace MonoHost
{
    /// <summary>The project's C# scripts, compiled into one assembly.</summary>
    sealed class Scripts
    {
        internal const string Assembly = "Assembly-CSharp-Editor";

        /// <summary>pythonnet is compiled against it.</summary>
        static readonly string Netstandard = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "Facades", "netstandard.dll");

        readonly string assets;
        readonly string output = Path.Combine(AppDomain.CurrentDomain.BaseDirectory, Assembly + ".dll");
        string compiled = "";

        internal Scripts(string project)
        {
            assets = Path.Combine(project, "Assets");
            File.Delete(output);
        }

        /// <summary>Compiles what has changed.</summary>
        /// <returns>The errors, or null when there are none.</returns>
        internal string[] Compile()
        {
            string[] sources = Directory.Exists(assets) ? Directory.GetFiles(assets, "*.cs", SearchOption.AllDirectories) : new string[0];
            string state = string.Join("|", sources.OrderBy(path => path).Select(path => path + File.GetLastWriteTimeUtc(path).Ticks).ToArray());
            if (sources.Length == 0 || state == compiled)
            {
                return null;
            }
            string fresh = output + ".new.dll";
            string folder = AppDomain.CurrentDomain.BaseDirectory;
            string references = string.Join(" ", new[] { "UnityEngine", "UnityEditor", "UnityKernel.Editor", "Python.Runtime" }
                .Select(name => "\"-r:" + Path.Combine(folder, name + ".dll") + "\"").ToArray());
            string options = "-target:library -debug -langversion:7 \"-out:" + fresh + "\" " + references + " \"-r:" + Netstandard + "\" ";
            var start = new ProcessStartInfo("mcs", options + string.Join(" ", sources.Select(path => "\"" + path + "\"").ToArray()))
            {
                UseShellExecute = false,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            };
            using (Process compiler = Process.Start(start))
            {
                string errors = compiler.StandardError.ReadToEnd();
                compiler.WaitForExit();
                if (compiler.ExitCode != 0)
                {
                    Console.WriteLine(errors);
                    return errors.Split('\n').Where(line => line.Contains("error CS")).ToArray();
                }
            }
            // The old file may be mapped by the domain that still runs: a new one takes its name.
            File.Delete(output);
            File.Move(fresh, output);
            compiled = state;
            return null;
        }
    }
}
