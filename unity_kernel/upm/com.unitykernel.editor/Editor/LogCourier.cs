using System.Threading;

namespace UnityKernel
{
    /// <summary>
    /// While the main thread is in one long cell it collects no console messages; this thread hands them over in its place.
    /// It never enters Python, and Python's thread, which takes them from memory, never enters .NET: a domain reload finds
    /// each on its own side.
    /// </summary>
    internal sealed class LogCourier
    {
        /// <summary>Milliseconds that messages wait for the main thread, which usually ticks a hundred times a second.</summary>
        const int Patience = 50;

        readonly ManualResetEvent stop = new ManualResetEvent(false);
        readonly Thread thread;

        internal LogCourier()
        {
            thread = new Thread(Run) { IsBackground = true, Name = "Unity Kernel log courier" };
            thread.Start();
        }

        /// <summary>Ends the thread, which takes milliseconds: what it does at a time is short.</summary>
        /// <returns>Whether it has ended; if not, after five seconds, it may still use the block.</returns>
        internal bool Stop()
        {
            stop.Set();
            return thread.Join(5000);
        }

        void Run()
        {
            int before = -1;
            while (!stop.WaitOne(Patience))
            {
                int now = LogQueue.Drains;
                if (now == before)
                {
                    LogQueue.FillBlock();
                }
                before = now;
            }
        }
    }
}
