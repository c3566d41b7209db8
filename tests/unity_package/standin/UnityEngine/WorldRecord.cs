using System;
using System.Collections.Generic;

namespace UnityEngine
{
    /// <summary>One object on its way through a domain reload.</summary>
    [Serializable]
    class WorldRecord
    {
        internal int Id;
        internal string Type;
        internal string Name;
        internal bool Active;
        internal int GameObject;
        internal int Parent;
        internal float[] Position;
        internal float[] Scale;
        internal Dictionary<string, object> Fields = new Dictionary<string, object>();
    }
}
