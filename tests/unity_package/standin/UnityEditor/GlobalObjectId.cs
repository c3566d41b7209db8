using System.Globalization;
using System.Text.RegularExpressions;
using UnityEngine;
using UnityEngine.SceneManagement;

namespace UnityEditor
{
    /// <summary>Ids of objects in a scene that is a file; others have the empty one, as in Unity.</summary>
    public struct GlobalObjectId
    {
        const int SceneObject = 2;
        const string Guid = "00000000000000000000000000000000";
        static readonly Regex Form = new Regex(@"^GlobalObjectId_V1-(\d)-([0-9a-f]{32})-(\d+)-(\d+)$");

        int type;
        ulong target;

        public int identifierType
        {
            get { return type; }
        }

        public ulong targetObjectId
        {
            get { return target; }
        }

        public static GlobalObjectId GetGlobalObjectIdSlow(Object targetObject)
        {
            var component = targetObject as Component;
            bool isSaved = targetObject is GameObject || !ReferenceEquals(component, null) && !ReferenceEquals(component.gameObject, null);
            if (!isSaved || SceneManager.GetActiveScene().path == "")
            {
                return new GlobalObjectId();
            }
            return new GlobalObjectId { type = SceneObject, target = (ulong)targetObject.GetHashCode() };
        }

        public static Object GlobalObjectIdentifierToObjectSlow(GlobalObjectId id)
        {
            return id.type == SceneObject ? World.Get((int)id.target) : null;
        }

        public static bool TryParse(string stringValue, out GlobalObjectId id)
        {
            Match match = Form.Match(stringValue);
            id = new GlobalObjectId();
            if (match.Success)
            {
                id.type = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
                id.target = ulong.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture);
            }
            return match.Success;
        }

        public override string ToString()
        {
            return "GlobalObjectId_V1-" + type + "-" + Guid + "-" + target + "-0";
        }
    }
}
