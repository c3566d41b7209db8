using System;
using System.Collections.Generic;
using NUnit.Core;
using NUnit.Core.Filters;

namespace MonoHost
{
    /// <summary>Runs the package's own tests in this domain, on this thread, as Unity's Test Runner does in edit mode.</summary>
    public static class PackageTests
    {
        /// <summary>A line for each test: its outcome, its name, and what it has to say.</summary>
        public static string Run(string assembly)
        {
            CoreExtensions.Host.InitializeService();
            var package = new TestPackage(assembly);
            package.Settings["UseThreadedRunner"] = false;
            var runner = new SimpleTestRunner();
            if (!runner.Load(package))
            {
                throw new InvalidOperationException(assembly + " holds no tests");
            }
            TestResult result = runner.Run(NullListener.NULL, TestFilter.Empty, false, LoggingThreshold.Off);
            var lines = new List<string>();
            Collect(result, lines);
            return string.Join("\n", lines.ToArray());
        }

        static void Collect(TestResult result, List<string> lines)
        {
            if (!result.Test.IsSuite)
            {
                string said = (result.Message ?? "") + (result.IsFailure || result.IsError ? " " + result.StackTrace : "");
                lines.Add(result.ResultState + " " + result.Name + ": " + said.Replace('\n', ' '));
            }
            foreach (TestResult inner in result.Results ?? new TestResult[0])
            {
                Collect(inner, lines);
            }
        }
    }
}
