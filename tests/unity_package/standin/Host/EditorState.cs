using System;
using System.Collections.Generic;

namespace MonoHost
{
    /// <summary>What an editor keeps through a domain reload.</summary>
    [Serializable]
    class EditorState
    {
        internal byte[] World;
        internal Dictionary<string, object> SessionState;
        internal UnityEditor.PlayMode PlayMode;
        internal double Rate;
    }
}
