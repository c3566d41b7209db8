using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace UnityKernel
{
    /// <summary>
    /// How Python's threads wake the main loop: a datagram of one byte, of whatever value, to a port on the loopback
    /// address. A direct call would take these threads into .NET, where a domain reload would end the process.
    /// </summary>
    internal sealed class Doorbell : IDisposable
    {
        readonly Socket socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        readonly Thread listener;
        volatile bool closed;

        internal Doorbell()
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            Port = ((IPEndPoint)socket.LocalEndPoint).Port;
            listener = new Thread(Listen) { IsBackground = true, Name = "Unity Kernel doorbell" };
            listener.Start();
        }

        internal int Port { get; private set; }

        public void Dispose()
        {
            closed = true;
            try
            {
                // A last ring ends the listener's wait; closing a socket under it does so on some systems only.
                using (var ring = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp))
                {
                    ring.SendTo(new byte[1], new IPEndPoint(IPAddress.Loopback, Port));
                }
            }
            catch (SocketException)
            {
                // Closing it is all that is left.
            }
            listener.Join(100);
            socket.Close();
        }

        void Listen()
        {
            var buffer = new byte[16];
            while (!closed)
            {
                try
                {
                    socket.Receive(buffer);
                }
                catch (SocketException)
                {
                    if (closed)
                    {
                        return;
                    }
                    Thread.Sleep(10); // a datagram that was too long, or an answer to none of ours
                    continue;
                }
                catch (ObjectDisposedException)
                {
                    return;
                }
                if (!closed)
                {
                    MainLoop.Wake();
                }
            }
        }
    }
}
