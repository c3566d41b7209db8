using System.Collections.Generic;
using UnityEngine;

namespace UnityEditor
{
    /// <summary>What one group has changed, as the objects' values before and after.</summary>
    sealed class UndoStep
    {
        internal int Group;
        internal string Name = "";
        internal readonly List<KeyValuePair<WorldRecord, WorldRecord>> Changes = new List<KeyValuePair<WorldRecord, WorldRecord>>();

        internal void Back()
        {
            for (int i = Changes.Count - 1; i >= 0; i--)
            {
                World.Apply(Changes[i].Key);
            }
        }

        internal void Forth()
        {
            foreach (KeyValuePair<WorldRecord, WorldRecord> change in Changes)
            {
                World.Apply(change.Value);
            }
        }
    }
}
