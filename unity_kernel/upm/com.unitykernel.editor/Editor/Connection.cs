using System.Collections.Generic;

namespace UnityKernel
{
    /// <summary>A kernel or a client process that is connected to the server.</summary>
    internal sealed class Connection
    {
        internal readonly string Id;
        internal readonly string Name;

        /// <summary>"kernel" or "client".</summary>
        internal readonly string Kind;

        /// <summary>What it runs, or for how long it has been connected.</summary>
        internal readonly string State;

        internal Connection(Dictionary<string, object> described)
        {
            Id = (string)described["id"];
            Name = (string)described["name"];
            Kind = (string)described["kind"];
            State = (string)described["state"];
        }
    }
}
