using System;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using UnityEditor.Compilation;
using UnityEngine;

namespace UnityKernel
{
    /// <summary>
    /// Unity's console messages, from any thread, until the main thread hands them to Python. Whoever logs pays less
    /// than a microsecond and never waits.
    /// </summary>
    internal static class LogQueue
    {
        /// <summary>Messages kept; a guess at what a storm may bring before the main thread's next tick.</summary>
        internal const int Capacity = 200000;

        const char FieldSeparator = '\u001f';
        const char EntrySeparator = '\u001e';

        static readonly ConcurrentQueue<LogEntry> Entries = new ConcurrentQueue<LogEntry>();
        static readonly IntPtr PendingFlag = Marshal.AllocHGlobal(sizeof(int)); // lives as long as the process
        static int count;
        static int dropped;

        /// <summary>Address of an int that is not 0 while messages wait: Python reads it without a call.</summary>
        internal static long PendingAddress
        {
            get { return PendingFlag.ToInt64(); }
        }

        internal static void Start()
        {
            Marshal.WriteInt32(PendingFlag, 0);
            Application.logMessageReceivedThreaded += OnMessage;
            // Compile errors do not pass through the console's event.
            CompilationPipeline.assemblyCompilationFinished += OnCompiled;
        }

        internal static void Stop()
        {
            Application.logMessageReceivedThreaded -= OnMessage;
            CompilationPipeline.assemblyCompilationFinished -= OnCompiled;
        }

        /// <summary>
        /// Takes up to <paramref name="most"/> messages out: per message severity, text and stack, each followed by
        /// U+001F, the last by U+001E. One string, because each string costs a conversion. Empty when there are none.
        /// </summary>
        internal static string Drain(int most)
        {
            Marshal.WriteInt32(PendingFlag, 0); // before the first is taken: one that comes meanwhile sets it again
            var text = new StringBuilder();
            int lost = Interlocked.Exchange(ref dropped, 0);
            if (lost > 0)
            {
                Append(text, new LogEntry
                {
                    Severity = "warning",
                    Message = "[Unity Kernel] " + lost + " console messages came faster than Python could take them, and were left out.",
                });
            }
            LogEntry entry;
            for (int taken = 0; taken < most && Entries.TryDequeue(out entry); taken++)
            {
                Interlocked.Decrement(ref count);
                Append(text, entry);
            }
            if (!Entries.IsEmpty)
            {
                Marshal.WriteInt32(PendingFlag, 1);
            }
            return text.ToString();
        }

        static void OnMessage(string condition, string stackTrace, LogType type)
        {
            bool isError = type == LogType.Error || type == LogType.Exception || type == LogType.Assert;
            Add(new LogEntry { Severity = Severity(type), Message = condition, Stack = isError ? stackTrace : null });
        }

        static void OnCompiled(string assembly, CompilerMessage[] messages)
        {
            foreach (CompilerMessage message in messages)
            {
                if (message.type == CompilerMessageType.Error)
                {
                    Add(new LogEntry { Severity = "error", Message = message.message });
                }
            }
        }

        static void Add(LogEntry entry)
        {
            if (Interlocked.Increment(ref count) > Capacity)
            {
                Interlocked.Decrement(ref count);
                Interlocked.Increment(ref dropped);
                return;
            }
            Entries.Enqueue(entry);
            Marshal.WriteInt32(PendingFlag, 1);
        }

        static void Append(StringBuilder text, LogEntry entry)
        {
            text.Append(entry.Severity).Append(FieldSeparator);
            text.Append(Clean(entry.Message)).Append(FieldSeparator);
            text.Append(Clean(entry.Stack)).Append(EntrySeparator);
        }

        /// <summary>The separators are control characters that no console shows.</summary>
        static string Clean(string text)
        {
            if (text == null)
            {
                return "";
            }
            return text.Replace(FieldSeparator, ' ').Replace(EntrySeparator, ' ');
        }

        static string Severity(LogType type)
        {
            switch (type)
            {
                case LogType.Log: return "log";
                case LogType.Warning: return "warning";
                case LogType.Exception: return "exception";
                case LogType.Assert: return "assert";
                default: return "error";
            }
        }
    }
}
