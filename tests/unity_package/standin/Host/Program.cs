using System;
using System.Diagnostics;
using System.IO;

namespace MonoHost
{
    /// <summary>
    /// An editor's process on Mono, for tests: <c>MonoHost.exe -projectPath DIR [-logFile FILE]</c>. It lives through
    /// domain reloads; all else is in <see cref="EditorDomain"/>.
    /// </summary>
    static class Program
    {
        static int Main(string[] arguments)
        {
            string project = Path.GetFullPath(Option(arguments, "-projectPath"));
            string log = Option(arguments, "-logFile");
            Directory.SetCurrentDirectory(project);
            var scripts = new Scripts(project);
            byte[] state = null;
            for (int reloads = 0; ; reloads++)
            {
                string[] messages = scripts.Compile();
                var clock = Stopwatch.StartNew();
                var setup = new AppDomainSetup { ApplicationBase = AppDomain.CurrentDomain.BaseDirectory };
                AppDomain domain = AppDomain.CreateDomain("editor " + reloads, null, setup);
                var editor = (EditorDomain)domain.CreateInstanceAndUnwrap(typeof(EditorDomain).Assembly.FullName, typeof(EditorDomain).FullName);
                editor.Start(project, log, reloads, state, messages);
                Console.WriteLine("[MonoHost] domain " + reloads + " began in " + clock.ElapsedMilliseconds + " ms");
                while (!editor.Run())
                {
                    messages = scripts.Compile();
                    if (messages == null)
                    {
                        break; // nothing is wrong: reload
                    }
                    editor.ReportCompilation(messages);
                }
                int? exitCode = editor.ExitCode();
                if (exitCode != null)
                {
                    return exitCode.Value;
                }
                clock.Restart();
                state = editor.Stop();
                AppDomain.Unload(domain);
                Console.WriteLine("[MonoHost] domain " + reloads + " ended in " + clock.ElapsedMilliseconds + " ms");
            }
        }

        static string Option(string[] arguments, string name)
        {
            int index = Array.IndexOf(arguments, name);
            return index < 0 ? "" : arguments[index + 1];
        }
    }
}
