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

        /// <summary>Bytes of text that the block holds; a guess at what comes in a tenth of a second.</summary>
        const int BlockSize = 1 << 18;

        const char FieldSeparator = '\u001f';
        const char EntrySeparator = '\u001e';

        static readonly ConcurrentQueue<LogEntry> Entries = new ConcurrentQueue<LogEntry>();
        static readonly IntPtr PendingFlag = Marshal.AllocHGlobal(sizeof(int)); // lives as long as the process

        /// <summary>Guards the taking of messages, and the block.</summary>
        static readonly object Gate = new object();

        /// <summary>The length of a text in UTF-8, then the text; the length is 0 while there is none.</summary>
        static IntPtr block;

        static LogCourier courier;
        static int count;
        static int dropped;
        static int drains;

        /// <summary>Address of an int that is not 0 while messages wait: Python reads it without a call.</summary>
        internal static long PendingAddress
        {
            get { return PendingFlag.ToInt64(); }
        }

        /// <summary>
        /// Address of the block with messages for which the main thread had no time. Python reads it without a call, on a
        /// thread of its own, and then sets its length, an int at the beginning, to 0.
        /// </summary>
        internal static long BlockAddress
        {
            get { return block.ToInt64(); }
        }

        /// <summary>How often the main thread has collected messages.</summary>
        internal static int Drains
        {
            get { return Volatile.Read(ref drains); }
        }

        internal static void Start()
        {
            Marshal.WriteInt32(PendingFlag, 0);
            block = Marshal.AllocHGlobal(sizeof(int) + BlockSize);
            Marshal.WriteInt32(block, 0);
            courier = new LogCourier();
            Application.logMessageReceivedThreaded += OnMessage;
            // Compile errors do not pass through the console's event.
            CompilationPipeline.assemblyCompilationFinished += OnCompiled;
        }

        /// <summary>Called when Python's thread has ended, which reads the block.</summary>
        internal static void Stop()
        {
            if (courier == null)
            {
                return;
            }
            if (courier.Stop())
            {
                lock (Gate)
                {
                    Marshal.FreeHGlobal(block);
                    block = IntPtr.Zero;
                }
            }
            courier = null;
            Application.logMessageReceivedThreaded -= OnMessage;
            CompilationPipeline.assemblyCompilationFinished -= OnCompiled;
        }

        /// <summary>
        /// Takes the block and up to <paramref name="most"/> messages out: per message severity, text and stack, each
        /// followed by U+001F, the last by U+001E. One string, because each string costs a conversion. Empty when there are
        /// none. Main thread.
        /// </summary>
        internal static string Drain(int most)
        {
            lock (Gate)
            {
                Interlocked.Increment(ref drains);
                Marshal.WriteInt32(PendingFlag, 0); // before the first is taken: one that comes meanwhile sets it again
                var text = new StringBuilder(TakeBlock());
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
        }

        /// <summary>
        /// Moves as many messages as fit into the block, if it is empty. The flag stays, so that the main thread asks before
        /// it goes on. Courier's thread.
        /// </summary>
        internal static void FillBlock()
        {
            lock (Gate)
            {
                LogEntry entry;
                if (Marshal.ReadInt32(block) != 0 || !Entries.TryPeek(out entry))
                {
                    return;
                }
                int length = 0;
                while (Entries.TryPeek(out entry))
                {
                    var text = new StringBuilder();
                    Append(text, entry);
                    byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
                    if (length + bytes.Length > BlockSize)
                    {
                        break; // by itself too long even for an empty block: the main thread's, then
                    }
                    Marshal.Copy(bytes, 0, new IntPtr(block.ToInt64() + sizeof(int) + length), bytes.Length);
                    length += bytes.Length;
                    Entries.TryDequeue(out entry);
                    Interlocked.Decrement(ref count);
                }
                Thread.MemoryBarrier();
                Marshal.WriteInt32(block, length); // from now on Python's thread may take it
            }
        }

        static string TakeBlock()
        {
            int length = block == IntPtr.Zero ? 0 : Marshal.ReadInt32(block);
            if (length == 0)
            {
                return "";
            }
            var bytes = new byte[length];
            Marshal.Copy(new IntPtr(block.ToInt64() + sizeof(int)), bytes, 0, length);
            Marshal.WriteInt32(block, 0);
            return Encoding.UTF8.GetString(bytes);
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
