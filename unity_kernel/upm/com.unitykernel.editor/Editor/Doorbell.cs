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
        /// <summary>Milliseconds that the opening of the port may take.</summary>
        const int Patience = 10000;

        readonly ManualResetEvent opened = new ManualResetEvent(false);
        readonly Thread listener;
        Socket socket;
        int port;
        Exception failure;
        volatile bool closed;

        internal Doorbell()
        {
            listener = new Thread(Listen) { IsBackground = true, Name = "Unity Kernel doorbell" };
            listener.Start();
        }

        /// <summary>Waits until the port is open: Mono's first socket in a domain takes 40 ms, meanwhile Python starts.</summary>
        internal int Port
        {
            get
            {
                if (!opened.WaitOne(Patience))
                {
                    throw new TimeoutException("no UDP port was opened on 127.0.0.1 within " + Patience / 1000 + " s");
                }
                if (failure != null)
                {
                    throw new InvalidOperationException("no UDP port can be opened on 127.0.0.1", failure);
                }
                return port;
            }
        }

        public void Dispose()
        {
            closed = true;
            opened.WaitOne(Patience);
            try
            {
                // A last ring ends the listener's wait; closing a socket under it does so on some systems only.
                using (Socket ring = NewSocket())
                {
                    ring.SendTo(new byte[1], new IPEndPoint(IPAddress.Loopback, port));
                }
                listener.Join(100);
            }
            catch (SocketException)
            {
                // Closing it is all that is left.
            }
            if (socket != null)
            {
                socket.Close();
            }
        }

        static Socket NewSocket()
        {
            return new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        }

        void Listen()
        {
            try
            {
                socket = NewSocket();
                socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                port = ((IPEndPoint)socket.LocalEndPoint).Port;
            }
            catch (SocketException error)
            {
                failure = error;
                return;
            }
            finally
            {
                opened.Set();
            }
            var buffer = new byte[16];
            while (!closed)
            {
                try
                {
                    socket.Receive(buffer);
                }
                catch (SocketException)
                {
                    if (!closed)
                    {
                        Thread.Sleep(10); // a datagram that was too long, or an answer to none of ours
                    }
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
