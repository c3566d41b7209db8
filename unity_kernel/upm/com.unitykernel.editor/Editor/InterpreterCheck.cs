using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace UnityKernel
{
    /// <summary>
    /// Asks a Python, in a process of its own, whether the editor can run it: its version, its shared library, the
    /// packages that have to be importable there. Nothing waits: <see cref="Poll"/> looks whether the answer is there.
    /// </summary>
    internal sealed class InterpreterCheck
    {
        /// <summary>A cold disk or a virus scanner may take ten seconds.</summary>
        static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

        // The version first, in words that every Python has understood; the rest needs unity-kernel.
        const string Question = "import sys, runpy; print('version\\t' + sys.version.split()[0]); sys.stdout.flush(); "
            + "sys.version_info < (3, 11) or runpy.run_module('unity_kernel.cli.probe', run_name='__main__')";

        internal readonly string Python;
        internal readonly List<Finding> Findings = new List<Finding>();
        readonly Stopwatch clock = Stopwatch.StartNew();
        Process process;

        /// <summary>The shared library of that Python, which the editor loads; empty when it has none.</summary>
        internal string Library = "";

        internal InterpreterCheck(string python)
        {
            Python = python;
            if (!File.Exists(python))
            {
                Fail("Python", "there is no file " + python, "Give the python in the environment that notebooks use.");
                return;
            }
            var start = new ProcessStartInfo(python, "-c \"" + Question + "\"")
            {
                UseShellExecute = false,
                CreateNoWindow = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            foreach (string name in Interpreter.ForeignVariables)
            {
                start.EnvironmentVariables.Remove(name);
            }
            try
            {
                process = Process.Start(start);
            }
            catch (Win32Exception error)
            {
                Fail("Python", python + " does not start: " + error.Message, "Give a program that is Python.");
            }
        }

        internal bool IsDone
        {
            get { return process == null; }
        }

        /// <summary>Whether it is done, and the editor can run this Python.</summary>
        internal bool IsUsable
        {
            get { return IsDone && Library != "" && Findings.All(each => each.IsGood); }
        }

        /// <summary>Takes the answer, when it is there. The output is some hundred bytes, which a pipe holds.</summary>
        internal void Poll()
        {
            if (IsDone)
            {
                return;
            }
            if (!process.HasExited && clock.Elapsed < Patience)
            {
                return;
            }
            if (process.HasExited)
            {
                Read(process.StandardOutput.ReadToEnd(), process.StandardError.ReadToEnd());
            }
            else
            {
                process.Kill();
                Fail("Python", "no answer within " + Patience.TotalSeconds + " s", "Try it in a terminal.");
            }
            process.Dispose();
            process = null;
        }

        void Read(string output, string errors)
        {
            string version = "";
            foreach (string line in output.Split(new[] { '\n', '\r' }, StringSplitOptions.RemoveEmptyEntries))
            {
                string[] fields = line.Split('\t');
                switch (fields[0])
                {
                    case "version":
                        version = fields[1];
                        break;
                    case "library":
                        Library = fields[1];
                        break;
                    case "ok":
                    case "fail":
                        Findings.Add(new Finding { IsGood = fields[0] == "ok", Check = fields[1], Found = fields[2], Remedy = fields[3] });
                        break;
                }
            }
            if (Findings.Count > 0)
            {
                return;
            }
            string complaint = errors.Trim().Split('\n').Last().Trim();
            if (version == "")
            {
                Fail("Python", "it does not behave like Python: " + complaint, "Give a program that is Python.");
            }
            else if (complaint == "")
            {
                Fail("Python", version + " is too old", "Install unity-kernel with Python 3.11 or newer, and choose that one.");
            }
            else
            {
                Fail("unity-kernel", "it cannot be imported: " + complaint, Python + " -m pip install \"unity-kernel[unity]\"");
            }
        }

        void Fail(string check, string found, string remedy)
        {
            Findings.Add(new Finding { Check = check, Found = found, Remedy = remedy });
        }
    }
}
